import { afterEach, expect, it, vi } from 'vitest';
import { openKubernetesWorld, type KubernetesWorld } from '../../../test/kubernetes-world';
import type { KubernetesExecutor } from './kubernetes-executor';
import { KubernetesWatchProbe } from './kubernetes-watch.probe';

const PATIENCE = { timeout: 15_000, interval: 20 };
let world: KubernetesWorld | undefined;

afterEach(async () => {
  await world?.close();
  world = undefined;
});

it('is up as soon as Jobs and Pods were listed', async () => {
  world = await openKubernetesWorld();
  const probe = new KubernetesWatchProbe(world.executor);
  await vi.waitFor(async () => expect(await probe.check()).toEqual({ up: true }), PATIENCE);
});

it('is down before there was one', async () => {
  const probe = new KubernetesWatchProbe({ lastSyncedAt: null } as KubernetesExecutor);
  expect(await probe.check()).toEqual({ up: false, detail: 'no list of Jobs and Pods yet' });
});

it.each([
  [299, true],
  [301, false],
])('after %d s without a sign of life it is up: %s', async (seconds, up) => {
  const lastSyncedAt = new Date(Date.now() - seconds * 1_000);
  const probe = new KubernetesWatchProbe({ lastSyncedAt } as KubernetesExecutor);
  expect((await probe.check()).up).toBe(up);
});
