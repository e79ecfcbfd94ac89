import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Ledger, SqliteLedgerModule } from '@anton/ledger';
import { SqliteQueueModule, TaskQueue } from '@anton/queue';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { sampleSignal, sampleTask, scriptedTask, writeSampleCatalog } from '@anton/testing/samples';
import { SCRIPTED_RUNNER } from '@anton/testing/scripted-runner';
import type { Death } from '../libs/stations/orchestration/test/killed-orchestrator';
import type { OrchestratorSetup } from '../libs/stations/orchestration/test/orchestrator-under-test';

const ROUTE = {
  verdict: 'fix',
  template: 'node-service',
  skills: [],
  complexity: 'small',
  risk: 'low',
  confidence: 0.9,
  reason: 'a stack trace in our own code',
  question: '',
};
const MAX_LIVES = 30;
const PATIENCE = { timeout: 30_000, interval: 50 };
const ROOT = resolve(import.meta.dirname, '..');
const KILLED = resolve(ROOT, 'libs/stations/orchestration/test/killed-orchestrator.ts');
/** Inside node_modules, so that the built file finds the packages. */
const BUILT = join(ROOT, 'node_modules', '.cache', `anton-killed-${process.pid}`);
const BUNDLE = join(BUILT, 'killed-orchestrator.js');
const START = 'const [file, ...args] = process.argv.slice(1); (await import(file)).main(args);';

describe('an orchestrator that is killed', { timeout: 170_000 }, () => {
  let dir: string;
  let models: ScriptedModels;
  let outside: TestingModule;
  let ledger: Ledger;
  let queue: TaskQueue;

  beforeAll(async () => {
    const output = { ssr: KILLED, outDir: BUILT, target: 'node22' } as const;
    const resolution = { tsconfigPaths: true };
    await build({ configFile: false, root: ROOT, logLevel: 'silent', resolve: resolution, build: output });
  });
  afterAll(async () => rm(BUILT, { recursive: true, force: true }));
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anton-killed-'));
    await writeSampleCatalog(join(dir, 'catalog'));
    models = await startScriptedModels({ router: [{ json: ROUTE }] });
    const modules = [
      SqliteLedgerModule.forRoot({ file: join(dir, 'ledger.db') }),
      SqliteQueueModule.forRoot({ file: join(dir, 'queue.db') }),
    ];
    outside = await Test.createTestingModule({ imports: modules }).compile();
    ledger = outside.get(Ledger, { strict: false });
    queue = outside.get(TaskQueue, { strict: false });
  });
  afterEach(async () => {
    await outside.close();
    await models.close();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  const isSettled = async (taskId: string) => (await ledger.findTask(taskId))?.state === 'settled';

  /** One life of an orchestrator: until it kills itself, or `isDone`. True when it killed itself. */
  async function live(isDone: () => Promise<boolean>, death?: Death): Promise<boolean> {
    const setup: OrchestratorSetup = { dir, runner: SCRIPTED_RUNNER, modelUrl: models.anthropicUrl };
    const args = [setup, ...(death === undefined ? [] : [death])].map((value) => JSON.stringify(value));
    const command = ['--input-type=module', '-e', START, '--', BUNDLE, ...args];
    const child: ChildProcess = spawn(process.execPath, command, { stdio: 'inherit' });
    const exit = once(child, 'exit');
    const isDead = (): boolean => child.signalCode !== null;
    await vi.waitFor(async () => {
      const isOver = isDead() || (await isDone());
      expect({ isOver, exitCode: child.exitCode }).toEqual({ isOver: true, exitCode: null });
    }, PATIENCE);
    const killedItself = isDead();
    child.kill('SIGKILL');
    await exit;
    return killedItself;
  }

  /** How often a runner began to work, by the name of the attempt's folder. */
  async function starts(): Promise<Record<string, number>> {
    const folders = await readdir(join(dir, 'runs'));
    const counts = folders.map(async (name) => {
      const log = await readFile(join(dir, 'runs', name, 'runner.log'), 'utf8');
      return [name, log.split('runner started').length - 1] as const;
    });
    return Object.fromEntries(await Promise.all(counts));
  }

  it('after one change or two ends its task all the same, with one run of each attempt and one report', async () => {
    const task = scriptedTask('PAY-1', { vanishUntilAttempt: 2, status: 'pr_opened' });
    const { taskId } = task;
    await queue.publish({
      id: taskId,
      routingKey: 'task.jira.p3',
      body: JSON.stringify(task),
    });
    let lives = 0;
    while (lives < MAX_LIVES && !(await isSettled(taskId))) {
      const death = { changes: 1 + (lives % 2), moment: 'before the next' } as const;
      await live(() => isSettled(taskId), death);
      lives += 1;
    }
    expect(await ledger.findTask(taskId)).toMatchObject({ outcome: 'pr_opened', attempts: 2 });
    expect(lives).toBeGreaterThan(6);
    const runs = await ledger.listRuns({ taskId });
    expect(runs.map(({ state, report }) => [state, report?.status])).toEqual([
      ['settled', undefined],
      ['settled', 'pr_opened'],
    ]);
    expect(await starts()).toEqual({ [`${taskId}-r1`]: 1, [`${taskId}-r2`]: 1 });
    expect(models.exchanges.length).toBeLessThanOrEqual(2);
    expect(await queue.depth()).toMatchObject({ ready: 0, unacknowledged: 0, delayed: 0, dead: 0 });
  });

  it('before a signal is recorded, or before it is acknowledged, ends what the signal ends, once', async () => {
    const before = sampleTask('PAY-1');
    const signal = sampleSignal('PAY-1');
    const { taskId } = before;
    const late = sampleTask('PAY-2', { correlationKey: signal.correlationKey });
    await ledger.accept(before);
    await ledger.moveTask(taskId, { from: 'accepted', to: 'routing' });
    const notBefore = new Date(Date.now() + 3_600_000);
    await ledger.moveTask(taskId, { from: 'routing', to: 'waiting', notBefore });
    const { signalId: id, correlationKey } = signal;
    await queue.publish({ id, routingKey: 'signal.jira.recovered', body: JSON.stringify(signal) });
    const never = async () => false;

    expect(await live(never, { changes: 0, moment: 'before the next' })).toBe(true);
    expect(await ledger.listSignals(correlationKey)).toEqual([]);
    expect(await ledger.findTask(taskId)).toMatchObject({ state: 'waiting' });

    expect(await live(never, { changes: 1, moment: 'after the last' })).toBe(true);
    expect(await ledger.listSignals(correlationKey)).toHaveLength(1);
    expect(await queue.depth()).toMatchObject({ unacknowledged: 1 });
    const events = await ledger.listEvents(taskId);
    expect(events.at(-1)).toMatchObject({ to: 'settled', outcome: 'recovered' });

    await queue.publish({ id: late.taskId, routingKey: 'task.jira.p3', body: JSON.stringify(late) });
    const isEmpty = async () => {
      const { ready, unacknowledged } = await queue.depth();
      return ready + unacknowledged === 0;
    };
    expect(await live(isEmpty)).toBe(false);
    expect(await ledger.listEvents(taskId)).toEqual(events);
    expect(await ledger.findTask(late.taskId)).toMatchObject({ outcome: 'recovered', attempts: 0 });
    expect(await queue.depth()).toMatchObject({ ready: 0, unacknowledged: 0, delayed: 0, dead: 0 });
    expect(models.exchanges).toHaveLength(0);
  });
});
