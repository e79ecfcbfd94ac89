import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKubernetesExecutor, type KubernetesExecutor } from '@anton/dispatcher';
import { ScriptedKubernetes, type ApiFault, type WatchFault } from '@anton/simulation';
import { reportOf } from './support/fault-points/report-of';
import { seededRandom, type SeededRandom } from './support/random';

const JOBS = 500;
/** Jobs end one after the other during this time. */
const ENDING_MS = 45_000;
/** What the issue promises for a watch. */
const RESUMED_MS = 45_000;
const POLL_MS = 100;

/** Each of them happens once, in an order by chance. `times`: requests that meet it. */
const FAULTS: readonly (WatchFault | { readonly fault: ApiFault; readonly times: number })[] = [
  'reset',
  'silence',
  'partial',
  'expired',
  'error',
  'close',
  { fault: { kind: 'status', status: 410 }, times: 4 },
  { fault: { kind: 'status', status: 429, retryAfterSeconds: 2 }, times: 4 },
  { fault: { kind: 'status', status: 500 }, times: 12 },
  { fault: { kind: 'reset' }, times: 12 },
  { fault: { kind: 'silence' }, times: 2 },
];

const labelsOf = (index: number) => ({
  'app.kubernetes.io/name': 'anton-runner',
  'app.kubernetes.io/managed-by': 'anton',
  'anton.dev/task-id': `jira-pay-${index}-k3v9q2m7xa`,
  'anton.dev/attempt': '1',
});
const taskIdOf = (index: number): string => labelsOf(index)['anton.dev/task-id'];
const jobOf = (index: number): string => `anton-runner-${taskIdOf(index)}`;

function shuffled<T>(list: readonly T[], random: SeededRandom): T[] {
  return list
    .map((value) => ({ value, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

describe('the watch, with the times of production', () => {
  let dir: string;
  let server: ScriptedKubernetes;
  let executor: KubernetesExecutor;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anton-watch-'));
    server = await ScriptedKubernetes.start();
    const kubeconfig = join(dir, 'kubeconfig');
    await writeFile(kubeconfig, server.kubeconfig);
    for (let index = 0; index < JOBS; index += 1) {
      const metadata = { name: jobOf(index), labels: labelsOf(index) };
      server.store.create('jobs', { metadata, spec: { suspend: false } });
    }
    const manifestsDir = resolve('manifests/runner');
    const place = { namespace: 'agents', image: 'runner:1', environment: {}, kubeconfig, manifestsDir };
    const snapshot = (): never => {
      throw new Error('no run is started here');
    };
    executor = await openKubernetesExecutor(place, { snapshot });
  });
  afterEach(async () => {
    executor.onApplicationShutdown();
    await server.close();
    await rm(dir, { recursive: true, force: true });
  });

  /** As kubelet and Job controller write it. */
  function end(index: number): void {
    const labels = { ...labelsOf(index), 'batch.kubernetes.io/job-name': jobOf(index) };
    const metadata = { name: `${jobOf(index)}-x`, labels };
    const terminated = { exitCode: 0, message: reportOf({ metadata }) };
    const containerStatuses = [{ name: 'agent', state: { terminated } }];
    server.store.create('pods', { metadata, status: { phase: 'Succeeded', containerStatuses } });
    const conditions = [{ type: 'Complete', status: 'True' }];
    server.store.patch('jobs', jobOf(index), { status: { conditions } });
  }

  async function breakThings(random: SeededRandom): Promise<void> {
    for (const fault of shuffled(FAULTS, random)) {
      await delay(random.between(0.5, 1.5) * (ENDING_MS / FAULTS.length));
      if (typeof fault === 'string') server.failWatches(fault);
      else {
        server.fail({ ...fault, matches: ({ verb }) => verb === 'list' || verb === 'watch' });
        server.failWatches('reset');
      }
    }
  }

  /** Resolves with how long each end took to be known, in milliseconds. The API server is asked after news only. */
  async function endsKnown(endedAt: ReadonlyMap<number, number>): Promise<number[]> {
    const open = new Set(Array.from({ length: JOBS }, (_, index) => index));
    const latencies: number[] = [];
    let isNews = true;
    executor.onChange(() => {
      isNews = true;
    });
    const look = async (index: number): Promise<void> => {
      const seen = await executor.inspect({ taskId: taskIdOf(index), attempt: 1 }).catch(() => null);
      isNews ||= seen === null; // as the scheduler, which looks again after a failure
      if (seen?.kind !== 'finished') return;
      open.delete(index);
      latencies.push(performance.now() - (endedAt.get(index) ?? 0));
    };
    const deadline = performance.now() + ENDING_MS + 2 * RESUMED_MS;
    while (open.size > 0 && performance.now() < deadline) {
      await delay(POLL_MS);
      if (!isNews) continue;
      isNews = false;
      await Promise.all([...open].map(look));
    }
    expect([...open].map(jobOf)).toEqual([]);
    return latencies;
  }

  it(`misses no end of ${JOBS} Jobs, and knows each within ${RESUMED_MS / 1000} s`, async () => {
    const random = seededRandom();
    const endedAt = new Map<number, number>();
    const known = endsKnown(endedAt);
    const broken = breakThings(random);
    for (const index of shuffled([...Array(JOBS).keys()], random)) {
      endedAt.set(index, performance.now());
      end(index);
      await delay(ENDING_MS / JOBS);
    }
    await broken;
    const slowest = Math.max(...(await known));
    process.stdout.write(
      `ANTON_SEED=${random.seed}: ${JOBS} ends, the slowest known after ${Math.round(slowest)} ms\n`,
    );
    expect(slowest, `ANTON_SEED=${random.seed}`).toBeLessThan(RESUMED_MS);
  });
});
