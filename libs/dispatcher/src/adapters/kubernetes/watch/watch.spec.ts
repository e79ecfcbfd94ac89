import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WatchFault } from '@anton/simulation';
import { kubernetesRun, openKubernetesWorld, type KubernetesWorld } from '../../../../test/kubernetes-world';
import { sampleReport } from '../../../../test/sample-report';

const PATIENCE = { timeout: 15_000, interval: 20 };
const FAULTS: readonly WatchFault[] = ['reset', 'silence', 'partial', 'expired', 'error', 'close'];

const taskIdOf = (index: number): string => `jira-pay-${index}-k3v9q2m7xa`;

describe('the watch', { timeout: 60_000 }, () => {
  let world: KubernetesWorld;
  beforeEach(async () => {
    world = await openKubernetesWorld();
    await vi.waitFor(() => expect(world.server.openWatches).toBe(2), PATIENCE);
  });
  afterEach(async () => world.close());

  /** The run's Pod ends with a report and the Job completes, as kubelet and controller would write it. */
  function finish(index: number): void {
    const taskId = taskIdOf(index);
    const job = `anton-runner-${taskId}`;
    const message = JSON.stringify(sampleReport(taskId));
    const { store } = world.server;
    store.create('pods', {
      metadata: { name: `${job}-x`, labels: { 'batch.kubernetes.io/job-name': job } },
      status: {
        phase: 'Succeeded',
        containerStatuses: [{ name: 'agent', state: { terminated: { exitCode: 0, message } } }],
      },
    });
    store.patch('jobs', job, { status: { conditions: [{ type: 'Complete', status: 'True' }] } });
  }

  it.each(FAULTS)('is back after %s, and tells what happened meanwhile', async (fault) => {
    await world.executor.start(kubernetesRun({ taskId: taskIdOf(1) }));
    const watches = (): number => world.server.requests.filter(({ verb }) => verb === 'watch').length;
    const before = watches();
    await vi.waitFor(() => expect(world.server.openWatches).toBe(2), PATIENCE);
    world.server.failWatches(fault);
    const told = vi.fn<() => void>();
    world.executor.onChange(told);
    finish(1);
    await vi.waitFor(() => expect(watches()).toBeGreaterThanOrEqual(before + 2), PATIENCE);
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), PATIENCE);
    await vi.waitFor(async () => {
      const seen = await world.executor.inspect({ taskId: taskIdOf(1), attempt: 1 });
      expect(seen.kind).toBe('finished');
    }, PATIENCE);
    await vi.waitFor(() => expect(world.server.openWatches).toBeGreaterThanOrEqual(2), PATIENCE);
  });

  it.each([
    { kind: 'status', status: 429, retryAfterSeconds: 1 },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 410 },
    { kind: 'reset' },
    { kind: 'silence' },
  ] as const)('is back when lists and watches meet %j', async (fault) => {
    const before = world.executor.lastSyncedAt;
    world.server.fail({ matches: ({ verb }) => verb === 'list' || verb === 'watch', fault, times: 12 });
    world.server.failWatches('reset');
    await vi.waitFor(() => expect(world.server.openWatches).toBe(0), PATIENCE);
    await vi.waitFor(() => expect(world.server.openWatches).toBeGreaterThanOrEqual(2), PATIENCE);
    await vi.waitFor(
      () => expect(Number(world.executor.lastSyncedAt)).toBeGreaterThan(Number(before)),
      PATIENCE,
    );
  });

  it('says honestly since when it knows nothing', async () => {
    world.server.fail({ matches: () => true, fault: { kind: 'status', status: 500 }, times: 1_000 });
    world.server.failWatches('reset');
    await vi.waitFor(() => expect(world.server.openWatches).toBe(0), PATIENCE);
    const before = world.executor.lastSyncedAt;
    expect(before).not.toBeNull();
    const { length } = world.server.requests;
    await vi.waitFor(() => expect(world.server.requests.length).toBeGreaterThan(length + 10), PATIENCE);
    expect(world.executor.lastSyncedAt).toEqual(before);
  });

  it('does not storm a server that closes every watch at once', async () => {
    const closing = setInterval(() => world.server.failWatches('close'), 1);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    clearInterval(closing);
    expect(world.server.requests.filter(({ verb }) => verb === 'watch').length).toBeLessThan(120);
  });

  it('survives a listener that throws', async () => {
    world.executor.onChange(() => {
      throw new Error('the listener is broken');
    });
    await world.executor.start(kubernetesRun({ taskId: taskIdOf(1) }));
    const told = vi.fn<() => void>();
    world.executor.onChange(told);
    finish(1);
    await vi.waitFor(() => expect(world.server.openWatches).toBe(2), PATIENCE);
    const seen = await world.executor.inspect({ taskId: taskIdOf(1), attempt: 1 });
    expect(seen.kind).toBe('finished');
  });

  it(
    'misses no terminal state of 500 Jobs while its server does all of it',
    { timeout: 120_000 },
    async () => {
      const count = 500;
      const open = new Set(Array.from({ length: count }, (_, index) => index));
      for (const index of open) {
        const labels = { 'app.kubernetes.io/name': 'anton-runner', 'app.kubernetes.io/managed-by': 'anton' };
        const metadata = { name: `anton-runner-${taskIdOf(index)}`, labels };
        world.server.store.create('jobs', { metadata, spec: { suspend: false } });
      }
      let changed = true;
      world.executor.onChange(() => {
        changed = true;
      });
      for (let index = 0; index < count; index += 1) {
        finish(index);
        if (index % 40 === 0) world.server.failWatches(FAULTS[(index / 40) % FAULTS.length] ?? 'reset');
        if (index % 70 === 0)
          world.server.fail({ matches: () => true, fault: { kind: 'status', status: 500 }, times: 3 });
      }
      await vi.waitFor(
        async () => {
          if (changed) {
            changed = false;
            const looks = [...open].map(async (index) => {
              const seen = await world.executor.inspect({ taskId: taskIdOf(index), attempt: 1 });
              if (seen.kind === 'finished') open.delete(index);
            });
            await Promise.all(looks);
          }
          expect(open.size).toBe(0);
        },
        { timeout: 90_000, interval: 50 },
      );
    },
  );

  it('spares calls while nothing happens, and asks again after news', async () => {
    await world.executor.start(kubernetesRun({ taskId: taskIdOf(1) }));
    const look = async () => world.executor.inspect({ taskId: taskIdOf(1), attempt: 1 });
    await vi.waitFor(async () => {
      const { length } = world.server.requests;
      await look();
      await look();
      expect(world.server.requests).toHaveLength(length);
    }, PATIENCE);
    finish(1);
    await vi.waitFor(async () => expect((await look()).kind).toBe('finished'), PATIENCE);
  });
});
