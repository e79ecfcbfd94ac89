import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { startAnton, type AntonProcess } from './support/anton-process';
import { opensslHmac } from './support/deliveries';
import { anton, replayUntil } from './support/operator-command';
import { Place } from './support/place';
import { mending } from './support/scenarios';

const SECRET = 'secret-of-the-team-0123';
/** Enough that a kill finds a replay at work. */
const MANY = 40;
const PATIENCE = { timeout: 60_000, interval: 1_000 };

let models: ScriptedModels;
let place: Place;
let line: AntonProcess;

/** A sender that sources.yaml describes, with its fields below `root`; the bodies have them below /alert. */
function writeSources(root: string): void {
  const ignore = `ignore: { pointer: ${root}/state, in: [fine] }`;
  const fields = `externalId: ${root}/id, title: ${root}/title, ${ignore}`;
  writeFileSync(join(place.catalog, 'sources.yaml'), `generic: { team: { header: x-team, ${fields} } }\n`);
}

async function send(body: object): Promise<unknown> {
  const text = JSON.stringify(body);
  const response = await fetch(`${line.url}/webhooks/generic/team`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-team': opensslHmac(text, SECRET) },
    body: text,
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const alert = (id: string, state = 'bad') => ({ alert: { id, title: `It burns: ${id}`, state } });

/** The secrets of the sender are not among them: what was parked was authentic. */
const environment = () => ({
  ANTON_DATA_DIR: place.data,
  ANTON_CATALOG_DIR: place.catalog,
});

const command = (...words: readonly string[]) => anton(environment(), ...words);

async function titles(): Promise<string[]> {
  const { out } = await command('task', 'list', '--json', '--limit', '1000');
  return (JSON.parse(out) as { task: { title: string } }[]).map(({ task }) => task.title);
}

beforeAll(async () => {
  models = await startScriptedModels(mending());
  place = new Place();
  writeSources('/alarm');
  line = await startAnton({ ...place.variables(models), WEBHOOK_SECRET_GENERIC_TEAM: SECRET });
});
afterAll(async () => {
  await line.kill();
  await models.close();
  place.remove();
});

describe('anton ingest', () => {
  it('lists what was parked, says what would become of it, and replays it once the mapping is mended', async () => {
    for (const body of [alert('one'), alert('two', 'fine'), { other: true }])
      expect(await send(body)).toMatchObject({ status: 'parked' });

    const { out: table } = await command('ingest', 'parked', '--limit', '2');
    expect(table).toMatch(/^ +# +RECEIVED[\s\S]+generic\/team +60  the body has no text at \/alarm\/id\n/);
    expect(table).toMatch(/\n2 shown, 3 parked$/);
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(80);

    expect((await command('ingest', 'show', '1')).out).toBe(JSON.stringify(alert('one')));

    writeSources('/alert');
    const tried = await command('ingest', 'replay', '--dry-run');
    expect(tried.out).toContain('1 would be accepted, 1 would be ignored; 1 cannot be read and stays parked');

    const replayed = await command('ingest', 'replay', '--json');
    expect(replayed.status).toBe(2);
    expect(replayed.objects()).toMatchObject([
      { place: 1, status: 'accepted', id: expect.stringMatching(/^team-one-/) as string },
      { place: 2, status: 'ignored' },
      { place: 3, status: 'kept' },
      { summary: { accepted: 1, ignored: 1, kept: 1 }, dryRun: false, stopped: null },
    ]);
    expect((await command('ingest', 'parked', '--json')).objects()).toMatchObject([{ bytes: 14 }]);
    await vi.waitFor(async () => expect(await titles()).toEqual(['It burns: one']), PATIENCE);
  });

  it('makes every task once, however often the replay is killed', async () => {
    writeSources('/alarm');
    const ids = Array.from({ length: MANY }, (_, index) => `id-${index}`);
    await vi.waitFor(
      async () => expect(await send(alert('first'))).toMatchObject({ status: 'parked' }),
      PATIENCE,
    );
    for (const id of ids) expect(await send(alert(id))).toMatchObject({ status: 'parked' });
    writeSources('/alert');
    for (const count of [2, 15])
      expect(await replayUntil(environment(), count, (kill) => kill())).toMatchObject({ signal: 'SIGKILL' });
    const last = await command('ingest', 'replay', '--json');
    expect(last.objects().at(-1)).toMatchObject({ summary: { ignored: 0, kept: 1 }, stopped: null });
    expect((await command('ingest', 'parked', '--json')).objects()).toHaveLength(1);
    const wanted = ['one', 'first', ...ids].map((id) => `It burns: ${id}`);
    await vi.waitFor(async () => expect(new Set(await titles())).toEqual(new Set(wanted)), PATIENCE);
    expect(await titles()).toHaveLength(wanted.length);
  });

  it('stops when the queue cannot be used, and when there is none; nothing is lost', async () => {
    await line.kill();
    const other = new DatabaseSync(join(place.data, 'queue.db'));
    other.exec('begin immediate');
    const stopped = await command('ingest', 'replay');
    other.exec('rollback');
    other.close();
    expect(stopped.status).toBe(1);
    expect(stopped.err).toMatch(/database is locked\n\nFind who holds the lock/);
    expect((await command('ingest', 'discard', '1')).status).toBe(0);
    expect((await command('ingest', 'parked')).out).toBe('nothing is parked');
    const nowhere = await anton({ ANTON_DATA_DIR: join(place.dir, 'nowhere') }, 'ingest', 'parked');
    expect(nowhere.status).toBe(1);
    expect(nowhere.err).toContain('Set ANTON_DATA_DIR');
  });
});
