import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointsOf, type FaultPoint } from './support/fault-points/fault-point';
import {
  openFaultServers,
  type OpenFaultServers,
  type TestQueue,
} from './support/fault-points/fault-servers';
import { WatchedOrchestrator } from './support/fault-points/watched-orchestrator';

/** What the issue promises after the death of a process. */
const CONVERGED_MS = 60_000;
const DEAD_MS = 120_000;
const AT_ONCE = 3;
/** Fewer would mean that a server is not watched: one for each of the changes that a task needs. */
const FEWEST_CHANGES = 12;

const STEPS = [
  'task accepted',
  'task routing',
  'task waiting',
  'task running',
  'run created',
  'run started',
  'run reported',
  'run settled',
  'task settled',
];
const QUIET = { ready: 0, unacknowledged: 0, delayed: 0, dead: 0 };

/** One death and one life after it; throws what is wrong. */
async function survive(line: WatchedOrchestrator, queue: TestQueue, point: FaultPoint): Promise<void> {
  expect(await line.live(async () => false, DEAD_MS, point)).toBe(true);
  const { taskId } = line.task;
  const isRouted = ((await line.ledger.findTask(taskId))?.route ?? null) !== null;
  const bought = line.models.exchanges.length;
  expect(line.orphans()).toEqual([]);

  expect(await line.live(line.isConverged, CONVERGED_MS)).toBe(false);
  const task = await line.ledger.findTask(taskId);
  expect(task).toMatchObject({ state: 'settled', outcome: 'pr_opened', attempts: 1 });
  const runs = await line.ledger.listRuns({ taskId });
  expect(runs).toMatchObject([{ state: 'settled', report: { status: 'pr_opened' } }]);
  const steps = (await line.ledger.listEvents(taskId)).map(({ type, to }) => `${type} ${to}`);
  expect(steps).toEqual(STEPS);
  const spend = await line.ledger.listSpend(taskId);
  expect(spend.map(({ role }) => role).toSorted()).toEqual(['router', 'run']);
  expect(spend.find(({ role }) => role === 'run')).toMatchObject({ usd: 0.25 });
  expect(line.models.exchanges).toHaveLength(isRouted ? bought : bought + 1);
  expect(await queue.tasks.depth()).toMatchObject(QUIET);

  expect(line.created('jobs')).toHaveLength(1);
  expect(line.created('configmaps')).toHaveLength(1);
  expect(line.orphans()).toEqual([]);
  line.expireJobs();
  expect(line.leftovers()).toEqual([]);
}

describe('an orchestrator that is killed between two calls to any server', () => {
  let servers: OpenFaultServers;
  beforeAll(async () => {
    servers = await openFaultServers();
  });
  afterAll(async () => servers.close());

  const within = async <T>(queue: TestQueue, work: (line: WatchedOrchestrator) => Promise<T>): Promise<T> => {
    const line = await WatchedOrchestrator.make(servers, queue);
    try {
      return await work(line);
    } finally {
      await line.close();
    }
  };

  /** Takes one point after the other until none is left; a queue in which a failure left something is not used again. */
  async function surviveAll(points: FaultPoint[], first: TestQueue): Promise<readonly string[]> {
    const failures: string[] = [];
    let queue = first;
    for (let point = points.shift(); point !== undefined; point = points.shift()) {
      const here = point;
      const began = performance.now();
      const name = `${here.moment} ${here.call} #${here.number}`;
      try {
        await within(queue, (line) => survive(line, queue, here));
        process.stdout.write(`ok (${((performance.now() - began) / 1_000).toFixed(1)} s) ${name}\n`);
      } catch (error) {
        failures.push(`${name}: ${String(error)}`);
        process.stdout.write(`FAILED ${name}\n${String(error)}\n`);
        queue = await servers.newQueue();
      }
    }
    return failures;
  }

  it(
    'ends its task all the same: one run, one Job, one ConfigMap, nothing left',
    { timeout: 1_500_000 },
    async () => {
      const queues = await Promise.all(Array.from({ length: AT_ONCE }, () => servers.newQueue()));
      const [queue] = queues;
      assert(queue !== undefined);
      const calls = await within(queue, async (line) => {
        expect(await line.live(line.isConverged, CONVERGED_MS)).toBe(false);
        return line.calls();
      });
      expect(calls.filter(({ isChange }) => isChange).length).toBeGreaterThan(FEWEST_CHANGES);
      const points = [...pointsOf(calls)];
      process.stdout.write(`${points.length} fault points in ${calls.length} calls\n`);
      const failures = await Promise.all(queues.map((one) => surviveAll(points, one)));
      expect(failures.flat()).toEqual([]);
    },
  );
});
