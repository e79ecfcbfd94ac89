import { spawn } from 'node:child_process';
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
import { SCRIPTED_RUNNER, scriptedTask, writeSampleCatalog } from '@anton/testing';
import type { OrchestratorSetup } from '../../test/orchestrator-under-test';

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
const ROOT = resolve(import.meta.dirname, '../../../../..');
const KILLED = resolve(import.meta.dirname, '../../test/killed-orchestrator.ts');
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

  /** One life of an orchestrator: until it kills itself instead of making one change more, or all is done. */
  async function live(taskId: string, changes: number): Promise<void> {
    const setup: OrchestratorSetup = { dir, runner: SCRIPTED_RUNNER, modelUrl: models.anthropicUrl };
    const args = ['--input-type=module', '-e', START, '--', BUNDLE, JSON.stringify(setup), String(changes)];
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    const death = once(child, 'exit');
    await vi.waitFor(async () => {
      const isOver = child.signalCode !== null || (await isSettled(taskId));
      expect({ isOver, exitCode: child.exitCode }).toEqual({ isOver: true, exitCode: null });
    }, PATIENCE);
    child.kill('SIGKILL');
    await death;
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
      await live(taskId, 1 + (lives % 2));
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
});
