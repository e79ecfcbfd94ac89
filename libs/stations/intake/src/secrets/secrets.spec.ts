import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { exchange, openIntakeWorld, type IntakeWorld, type IntakeWorldOptions } from '@anton/testing/intake';

const BODY = Buffer.from('{}');

describe('the secrets of the sources', () => {
  let world: IntakeWorld | undefined;
  const open = async (options: IntakeWorldOptions): Promise<IntakeWorld> =>
    (world = await openIntakeWorld(options));
  afterEach(async () => {
    await world?.close();
    world = undefined;
  });

  const status = async (source: string, headers: Record<string, string>): Promise<number> =>
    (await exchange(world?.port ?? 0, { path: `/webhooks/${source}`, body: BODY, headers })).status;
  const signed = (secret: string): string => createHmac('sha256', secret).update(BODY).digest('hex');
  const sonar = (secret: string): Promise<number> =>
    status('sonar', { 'x-sonar-webhook-hmac-sha256': signed(secret) });

  it('starts no source without a secret, and names its variable', async () => {
    const { log } = await open({ secrets: { WEBHOOK_SECRET_SONAR: 'only sonar', WEBHOOK_SECRET_JIRA: '' } });
    expect(await sonar('only sonar')).toBe(200);
    expect(await status('jira', { 'x-hub-signature': `sha256=${signed('')}` })).toBe(404);
    expect(await status('datadog', {})).toBe(404);
    expect(log).toContain('the source jira does not start: set WEBHOOK_SECRET_JIRA or WEBHOOK_SECRET');
    expect(log.filter((line) => line.includes('datadog does not start'))).toHaveLength(1);
  });

  it('takes only signatures for Datadog when the shared secret is all there is', async () => {
    await open({ secrets: { WEBHOOK_SECRET: 'shared' } });
    expect(await status('datadog', { 'x-anton-signature': `sha256=${signed('shared')}` })).toBe(200);
    const inClear: Record<string, string>[] = [
      { 'x-anton-token': 'shared' },
      { authorization: 'Bearer shared' },
      { authorization: `Basic ${Buffer.from('anton:shared').toString('base64')}` },
    ];
    for (const headers of inClear) expect(await status('datadog', headers)).toBe(401);
  });

  it.each([
    ['WEBHOOK_SECRET', { WEBHOOK_SECRET: 'same', WEBHOOK_SECRET_DATADOG: 'same' }],
    ['one of before', { WEBHOOK_SECRET_PREVIOUS: 'same', WEBHOOK_SECRET_DATADOG: 'same' }],
    ['the one of a source', { WEBHOOK_SECRET_JIRA: 'same', WEBHOOK_SECRET_DATADOG_PREVIOUS: 'same' }],
  ])('refuses to boot when a secret in clear equals %s', async (_which, secrets) => {
    await expect(open({ secrets })).rejects.toMatchObject({
      code: 'secret_shared',
      remedy: expect.stringContaining('WEBHOOK_SECRET_DATADOG') as string,
    });
  });

  it('takes a replaced file into use without a restart, and keeps the last good one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'anton-secrets-'));
    const file = join(folder, 'secret_token');
    await writeFile(file, 'first\n');
    const { log } = await open({ secrets: { WEBHOOK_SECRET_FILE: file }, readSecretsEveryMs: 20 });
    expect(await sonar('first')).toBe(200);
    await writeFile(file, 'second\n');
    await vi.waitFor(async () => expect(await sonar('second')).toBe(200), { timeout: 5_000 });
    expect(await sonar('first')).toBe(401);
    await writeFile(file, '');
    await vi.waitFor(() => expect(log.join('\n')).toContain('sources: none; before: '), { timeout: 5_000 });
    // A file that is written anew is empty for a moment, so the line may be an older one.
    await vi.waitFor(async () => expect(await sonar('')).toBe(404), { timeout: 5_000 });
    await writeFile(file, 'second\n');
    await vi.waitFor(async () => expect(await sonar('second')).toBe(200), { timeout: 5_000 });
    await rm(folder, { recursive: true });
    await vi.waitFor(() => expect(log.join('\n')).toContain('stay as they were'), { timeout: 5_000 });
    expect(await sonar('second')).toBe(200);
  });
});
