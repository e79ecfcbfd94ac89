import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '@anton/catalog';
import { CodeHostError, LocalCodeHost, type CodeHosts } from '@anton/codehost';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import type { ActiveRun } from '../dispatch-gate.port';
import { OpenPullRequestsGate } from './open-pull-requests.gate';

const task = sampleTask('PAY-1');
const route = sampleRoute(task);
const MINUTE_MS = 60_000;

describe('the gate of open pull requests', () => {
  let dir: string;
  let url: string;
  let minutes: number;
  let gate: OpenPullRequestsGate;

  const gateOver = (hosts: Pick<CodeHosts, 'for'>, id = route.repository?.id) => {
    const repository = { id, url, branch: 'main', policy: { maxOpenPullRequests: 2 } };
    const catalog = { snapshot: () => ({ repositories: [repository] }) } as unknown as Catalog;
    return new OpenPullRequestsGate(catalog, hosts as CodeHosts);
  };
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anton-gate-'));
    url = pathToFileURL(join(dir, 'payments.git')).href;
    minutes = 0;
    const host = new LocalCodeHost();
    gate = gateOver({ for: () => host });
  });
  afterEach(() => rm(dir, { recursive: true }));

  const open = async (branch: string): Promise<void> => {
    await mkdir(join(dir, 'payments.git.pulls'), { recursive: true });
    await writeFile(join(dir, 'payments.git.pulls', `${branch}.json`), '{}');
  };
  const runs = (count: number, repositoryId = route.repository?.id): ActiveRun[] =>
    Array.from({ length: count }, () => ({ repositoryId }) as ActiveRun);
  const ask = (active: readonly ActiveRun[] = [], one = gate) =>
    one.check({ task, route, active, now: new Date(minutes * MINUTE_MS) });

  it('admits below the limit, and counts runs that may open one', async () => {
    expect(await ask()).toEqual({ kind: 'admit' });
    await open('fix__a');
    minutes += 2;
    expect(await ask()).toEqual({ kind: 'admit' });
    expect(await ask(runs(1))).toEqual({
      kind: 'wait',
      reason: 'the limit of 2 open pull requests in payments is reached: 1 open and 1 running',
    });
    expect(await ask(runs(5, 'shop'))).toEqual({ kind: 'admit' });
  });

  it('waits at the limit, and asks again: people close them', async () => {
    await open('fix__a');
    await open('fix__b');
    expect(await ask()).toMatchObject({ kind: 'wait', retryAfterMs: MINUTE_MS });
    await rm(join(dir, 'payments.git.pulls', 'fix__a.json'));
    minutes += 1;
    expect(await ask()).toEqual({ kind: 'admit' });
  });

  it("does not count people's own", async () => {
    for (const branch of ['feature__a', 'main', 'fix']) await open(branch);
    expect(await ask()).toEqual({ kind: 'admit' });
  });

  it('counts again when a run has ended: it may have opened one', async () => {
    expect(await ask(runs(1))).toEqual({ kind: 'admit' });
    await open('fix__a');
    await open('fix__b');
    expect(await ask()).toMatchObject({ kind: 'wait' });
  });

  it('waits with the reason while the host cannot be asked', async () => {
    const remedy = 'Wait.';
    const hosts = {
      for: () => {
        throw new CodeHostError('host_unavailable', 'GitHub cannot be reached', { remedy });
      },
    };
    expect(await ask([], gateOver(hosts))).toEqual({
      kind: 'wait',
      reason: 'the open pull requests of payments cannot be counted: GitHub cannot be reached',
      retryAfterMs: MINUTE_MS,
    });
  });

  it('asks a host that cannot be asked once a minute, however many tasks wait', async () => {
    let asked = 0;
    const hanging = gateOver({
      for: () => {
        asked += 1;
        throw new Error('no answer');
      },
    });
    for (const _task of [1, 2, 3]) expect(await ask([], hanging)).toMatchObject({ kind: 'wait' });
    expect(asked).toBe(1);
    minutes += 1;
    await ask([], hanging);
    expect(asked).toBe(2);
  });

  it('refuses what has left the catalog', async () => {
    expect(await ask([], gateOver({ for: () => new LocalCodeHost() }, 'other'))).toMatchObject({
      kind: 'refuse',
    });
  });
});
