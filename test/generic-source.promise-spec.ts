import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { ANTON, startAnton, type AntonProcess } from './support/anton-process';
import { Place } from './support/place';

const FIRING = 'test/deliveries/generic/alert.firing.json';
const SECRET = 'secret-of-billing-0123';
const SEEN = { timeout: 40_000, interval: 200 };

const billing = {
  header: 'X-Billing-Signature',
  prefix: 'sha256=',
  externalId: '/event/id',
  correlation: '/alert/fingerprint',
  title: '/alert/title',
  when: { pointer: '/alert/state', in: ['firing'] },
  recovered: { pointer: '/alert/state', in: ['resolved'] },
};

let models: ScriptedModels;
let place: Place;
let anton: AntonProcess;
let secretFile: string;

const configure = (generic: object): void =>
  writeFileSync(join(place.catalog, 'sources.yaml'), stringify({ generic }));

const hmac = (body: Buffer): string => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;

async function post(
  file: string,
  headers?: Record<string, string>,
): Promise<[number, Record<string, unknown>]> {
  const body = readFileSync(file);
  const response = await fetch(`${anton.url}/webhooks/generic/billing`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(headers ?? { 'x-billing-signature': hmac(body) }) },
    body: new Uint8Array(body),
  });
  return [response.status, (await response.json()) as Record<string, unknown>];
}

/** Runs `anton send … --json`; a status that is not 0 rejects. */
async function send(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(process.execPath, [ANTON, 'send', ...args, '--json'], {
    env: {
      PATH: process.env['PATH'],
      ANTON_CATALOG_DIR: place.catalog,
      WEBHOOK_SECRET_GENERIC_BILLING_FILE: secretFile,
    },
  });
  return JSON.parse(stdout) as Record<string, unknown>;
}

beforeAll(async () => {
  models = await startScriptedModels({});
  place = new Place();
  secretFile = join(place.dir, 'secret_billing');
  writeFileSync(secretFile, `${SECRET}\n`);
  const variables = { ...place.variables(models), WEBHOOK_SECRET_GENERIC_BILLING_FILE: secretFile };
  anton = await startAnton(variables);
}, 60_000);

afterAll(async () => {
  await anton.kill();
  await models.close();
  place.remove();
});

describe('a source that is nothing but lines of sources.yaml', () => {
  it('begins to take deliveries without a restart', async () => {
    expect((await post(FIRING))[0]).toBe(404);
    configure({ billing });
    await vi.waitFor(async () => expect((await post(FIRING))[0]).toBe(202), SEEN);
    const [, { taskId }] = await post(FIRING);
    expect(taskId).toMatch(/^billing-8306082202796025694-/);
  });

  it('takes what `anton send` signs, as the same task', async () => {
    const [, { taskId }] = await post(FIRING);
    expect(await send('generic/billing', FIRING, '--url', anton.url)).toEqual({
      status: 202,
      body: { status: 'accepted', taskId },
    });
    expect(await send('generic/billing', FIRING, '--dry-run')).toMatchObject({
      intake: { kind: 'task', task: { taskId } },
      missing: [],
    });
  });

  it('refuses everybody else', async () => {
    const wrong: Record<string, string>[] = [
      {},
      { 'x-billing-signature': hmac(Buffer.from('{}')) },
      { 'x-anton-token': SECRET },
      { 'x-billing-signature': SECRET },
    ];
    for (const headers of wrong) expect((await post(FIRING, headers))[0]).toBe(401);
  });

  it('tells of a recovery by a signal', async () => {
    const [status, answer] = await post('test/deliveries/generic/alert.resolved.json');
    expect([status, answer]).toEqual([
      202,
      { status: 'accepted', signalId: expect.stringMatching(/^billing-/) as string },
    ]);
  });

  it('is read by the mapping of now, and its token by the scheme of now', async () => {
    configure({ billing: { ...billing, when: { pointer: '/alert/state', in: ['broken'] } } });
    await vi.waitFor(async () => {
      const answer = { status: 'ignored', reason: '/alert/state is firing' };
      expect(await post(FIRING)).toEqual([200, answer]);
    }, SEEN);
    configure({ billing: { ...billing, scheme: 'token', header: 'X-Billing-Token', prefix: '' } });
    await vi.waitFor(async () => {
      expect((await post(FIRING, { 'x-billing-token': SECRET }))[0]).toBe(202);
      expect((await post(FIRING))[0]).toBe(401);
    }, SEEN);
  }, 90_000);

  it('is gone when its lines are', async () => {
    configure({});
    await vi.waitFor(async () => expect((await post(FIRING))[0]).toBe(404), SEEN);
  });
});
