import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Catalog } from '@anton/catalog';
import type { CodeHosts } from '@anton/codehost';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { OpenPullRequestsGate } from './open-pull-requests.gate';

const MINUTE_MS = 60_000;
const task = sampleTask('PAY-1');
const route = sampleRoute(task);
const url = 'https://github.com/acme/payments.git';

/** A `gh` that leaves a file for each of its processes and then does what `script` says. */
const stub = (script: string): string => `#!/bin/sh\n: > "$(dirname "$0")/process.$$"\n${script}\n`;

describe('the gate of open pull requests, when gh', { timeout: 60_000 }, () => {
  const path = process.env['PATH'] ?? '';
  let dir: string;
  let gate: OpenPullRequestsGate;
  let minutes: number;

  beforeAll(async () => {
    vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    dir = await mkdtemp(join(tmpdir(), 'anton-gh-stub-'));
    process.env['PATH'] = `${dir}${delimiter}${path}`;
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    process.env['PATH'] = path;
    await rm(dir, { recursive: true });
  });
  beforeEach(async () => {
    vi.resetModules(); // tools are looked for where PATH said when the code host was loaded
    const { GitHubCodeHost } = await import('@anton/codehost');
    const host = new GitHubCodeHost({ token: 'ghp_canary', timeoutMs: 1_000 });
    const repository = { id: route.repository?.id, url, branch: 'main', policy: { maxOpenPullRequests: 2 } };
    const catalog = { snapshot: () => ({ repositories: [repository] }) } as unknown as Catalog;
    gate = new OpenPullRequestsGate(catalog, { for: () => host } as unknown as CodeHosts);
    minutes = 0;
  });
  afterEach(async () => {
    for (const name of await started()) await rm(join(dir, name));
  });

  const gh = async (script: string): Promise<void> => {
    await writeFile(join(dir, 'gh'), stub(script));
    await chmod(join(dir, 'gh'), 0o755);
  };
  const started = async (): Promise<string[]> =>
    (await readdir(dir)).filter((name) => name.startsWith('process.'));
  const ask = () => gate.check({ task, route, active: [], now: new Date(minutes * MINUTE_MS) });

  it.each([
    ['is killed', 'kill -9 $$', 'gh was ended by SIGKILL'],
    ['hangs', 'exec sleep 600', 'GitHub cannot be reached: Command timed out after 1000 milliseconds'],
  ])('%s, makes the tasks wait, says why, and is asked once a minute', async (_, script, why) => {
    await gh(script);
    const reason = expect.stringContaining(`of payments cannot be counted: ${why}`);
    for (const _task of [1, 2, 3])
      expect(await ask()).toEqual({ kind: 'wait', reason, retryAfterMs: MINUTE_MS });
    const { length: tries } = await started();
    expect(tries).toBeGreaterThan(0);
    expect(tries).toBeLessThanOrEqual(4);
    await gh(`echo '[{"headRefName":"fix/one"}]'`);
    minutes += 0.9;
    expect(await ask()).toMatchObject({ kind: 'wait' });
    expect(await started()).toHaveLength(tries);
    minutes += 0.1;
    expect(await ask()).toEqual({ kind: 'admit' });
    expect((await started()).length).toBeGreaterThan(tries);
  });

  it('hangs, leaves no process behind', async () => {
    await gh('exec sleep 600');
    await ask();
    const pids = (await started()).map((name) => Number(name.slice('process.'.length)));
    expect(pids.length).toBeGreaterThan(0);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
