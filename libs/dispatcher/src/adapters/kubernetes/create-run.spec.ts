import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiFault, ApiRequest } from '@anton/simulation';
import { kubernetesRun, openKubernetesWorld, type KubernetesWorld } from '../../../test/kubernetes-world';

const run = kubernetesRun();
const JOB = 'anton-runner-jira-pay-1-k3v9q2m7xa';
const MAP = 'agent-ctx-jira-pay-1-k3v9q2m7xa';

/** The calls that create a run, in order. */
const CALLS: readonly [name: string, matches: (request: ApiRequest) => boolean][] = [
  ['the Job', ({ verb, path }) => verb === 'create' && path.endsWith('/jobs')],
  ['the ConfigMap', ({ verb, path }) => verb === 'create' && path.endsWith('/configmaps')],
  ['the patch', ({ verb }) => verb === 'patch'],
];
const PASSING: readonly [name: string, fault: ApiFault][] = [
  ['a 500', { kind: 'status', status: 500 }],
  ['a 503', { kind: 'status', status: 503 }],
  ['a reset', { kind: 'reset' }],
  ['a lost answer', { kind: 'lost' }],
  ['silence', { kind: 'silence' }],
];

describe('the creation of a run', () => {
  let world: KubernetesWorld;
  beforeEach(async () => {
    world = await openKubernetesWorld();
  });
  afterEach(async () => world.close());

  const jobs = () => world.server.store.list('jobs');
  const maps = () => world.server.store.list('configmaps');
  const isWhole = (): void => {
    expect(jobs()).toHaveLength(1);
    expect(jobs()[0]).toMatchObject({ metadata: { name: JOB }, spec: { suspend: false } });
    const uid = jobs()[0]?.metadata.uid;
    expect(maps()).toHaveLength(1);
    expect(maps()[0]).toMatchObject({
      metadata: { name: MAP, ownerReferences: [{ kind: 'Job', name: JOB, uid }] },
      immutable: true,
      data: run.context,
    });
  };

  it('is a suspended Job, its ConfigMap, and then the Job goes', async () => {
    expect(await world.executor.start(run)).toBe(`agents/${JOB}`);
    isWhole();
    const { events } = world.server.store;
    expect(events.map(({ kind, type }) => `${kind} ${type}`)).toEqual([
      'jobs ADDED',
      'configmaps ADDED',
      'jobs MODIFIED',
    ]);
    expect(events[0]?.object).toMatchObject({ spec: { suspend: true } });
  });

  describe.each(CALLS)('at %s', (_, matches) => {
    it.each(PASSING)('survives %s', async (_name, fault) => {
      world.server.fail({ matches, fault, times: 2 });
      await world.executor.start(run);
      isWhole();
    });

    it('fails as an outage when it lasts, and goes on later', async () => {
      world.server.fail({ matches, fault: { kind: 'lost' }, times: 4 });
      await expect(world.executor.start(run)).rejects.toMatchObject({
        code: 'kubernetes_unavailable',
        category: 'outage',
      });
      await world.executor.start(run);
      isWhole();
    });
  });

  it('waits as long as Retry-After says', async () => {
    const fault = { kind: 'status', status: 429, retryAfterSeconds: 1 } as const;
    world.server.fail({ matches: ({ verb }) => verb === 'create', fault });
    const began = Date.now();
    await world.executor.start(run);
    expect(Date.now() - began).toBeGreaterThanOrEqual(995);
    isWhole();
  });

  it('hands a Retry-After on that is too long to wait for', async () => {
    const fault = { kind: 'status', status: 429, retryAfterSeconds: 60 } as const;
    world.server.fail({ matches: ({ verb }) => verb === 'create', fault });
    await expect(world.executor.start(run)).rejects.toMatchObject({
      category: 'outage',
      retryAfterMs: 60_000,
    });
  });

  it.each([
    [401, 'Unauthorized', 'kubernetes_denied', 'outage'],
    [403, 'User "anton" cannot create resource "jobs"', 'kubernetes_denied', 'outage'],
    [404, 'namespaces "agents" not found', 'kubernetes_denied', 'outage'],
    [403, 'admission webhook "policy" denied the request', 'kubernetes_refused', 'permanent'],
    [422, 'Job is invalid', 'kubernetes_refused', 'permanent'],
  ])('does not insist on a %i (%s), and says the remedy', async (status, message, code, category) => {
    world.server.fail({
      matches: ({ verb }) => verb === 'create',
      fault: { kind: 'status', status, message },
      times: 9,
    });
    await expect(world.executor.start(run)).rejects.toMatchObject({
      code,
      category,
      status,
      remedy: expect.stringMatching(/\w/),
    });
    expect(world.server.requests.filter(({ verb }) => verb === 'create')).toHaveLength(1);
  });

  it('waits for a quota of Jobs', async () => {
    const fault = { kind: 'status', status: 403, message: 'exceeded quota: jobs' } as const;
    world.server.fail({ matches: ({ verb }) => verb === 'create', fault });
    await expect(world.executor.start(run)).rejects.toMatchObject({ category: 'outage' });
  });

  it('goes on where an earlier try stopped, and leaves a run that goes alone', async () => {
    await world.executor.start(run);
    const { length } = world.server.store.events;
    await world.executor.start(run);
    expect(world.server.store.events).toHaveLength(length);
  });

  it('refuses a Job of other work', async () => {
    await world.executor.start(run);
    const other = kubernetesRun({ taskHash: 'b'.repeat(64) });
    await expect(world.executor.start(other)).rejects.toMatchObject({
      code: 'kubernetes_foreign_run',
      category: 'permanent',
    });
  });

  it('waits for a Job, and for a ConfigMap of a Job, that is being deleted', async () => {
    await world.executor.start(run);
    world.server.store.patch('jobs', JOB, { metadata: { deletionTimestamp: '2026-11-25T10:00:00Z' } });
    const removed = { code: 'kubernetes_being_removed', category: 'outage' };
    await expect(world.executor.start(run)).rejects.toMatchObject(removed);
    const map = world.server.store.find('configmaps', MAP);
    world.server.store.delete('jobs', JOB);
    // The garbage collector comes later than whoever deleted its owner.
    if (map !== undefined) world.server.store.create('configmaps', map);
    await expect(world.executor.start(run)).rejects.toMatchObject(removed);
    world.server.store.delete('configmaps', MAP);
    await world.executor.start(run);
    isWhole();
  });

  it('names a later attempt', async () => {
    await world.executor.start(kubernetesRun({ attempt: 3 }));
    expect(jobs()[0]?.metadata.name).toBe(`${JOB}-r3`);
    expect(maps()[0]?.metadata.name).toBe(`${MAP}-r3`);
  });

  it.each([{ taskId: 'x/../y' }, { attempt: 0 }, { template: 'unknown' }])(
    'refuses %j before any call',
    async (fields) => {
      await expect(world.executor.start(kubernetesRun(fields))).rejects.toMatchObject({
        code: 'kubernetes_bad_run',
      });
      expect(world.server.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    },
  );
});
