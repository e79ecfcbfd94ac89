import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FolderCatalogModule } from '@anton/catalog';
import { CodeHostsModule, LocalCodeHostModule } from '@anton/codehost';
import type { AgentTask, RouteDecision } from '@anton/contracts';
import { Ledger, SqliteLedgerModule, type RunRecord, type TaskRecord } from '@anton/ledger';
import {
  sampleRoute,
  sampleSignal,
  scriptedTask,
  writeSampleCatalog,
  type SamplePolicy,
} from '@anton/testing/samples';
import { SCRIPTED_RUNNER, type RunnerScript } from '@anton/testing/scripted-runner';
import { ProcessExecutorModule } from './adapters/process/process-executor.module';
import { DispatchGate, DispatchGateProvider, type GateAnswer, type GateContext } from './dispatch-gate.port';
import { Dispatcher, type DispatchResult } from './dispatch/dispatcher';
import { DispatcherModule } from './dispatcher.module';
import type { DispatcherOptions } from './dispatcher.options';
import { ExecutorRegistry } from './executor.port';
import { RunSettler } from './settle/run-settler';

const PATIENCE = { timeout: 20_000, interval: 25 };

@DispatchGateProvider('freeze', { order: 50 })
@Injectable()
class FreezeGate extends DispatchGate {
  override async check({ task }: GateContext): Promise<GateAnswer> {
    if (task.labels.includes('frozen')) return { kind: 'refuse', reason: 'the code is frozen' };
    if (task.labels.includes('broken-gate')) throw new Error('the calendar does not answer');
    return { kind: 'admit' };
  }
}

@Module({ providers: [FreezeGate] })
class FreezeModule {}

describe('the dispatcher', { timeout: 60_000 }, () => {
  let dir: string;
  let app: TestingModule;
  let ledger: Ledger;

  interface Setup {
    readonly options?: Partial<DispatcherOptions>;
    readonly policy?: SamplePolicy;
    readonly command?: readonly string[];
  }

  async function start({
    options = {},
    policy = {},
    command = [process.execPath, SCRIPTED_RUNNER],
  }: Setup = {}) {
    await writeSampleCatalog(join(dir, 'catalog'), policy);
    const executor = ProcessExecutorModule.forRoot({
      command,
      runsDir: join(dir, 'runs'),
      environment: { PATH: '/usr/bin:/bin' },
      secrets: { ANTHROPIC_API_KEY: 'canary' },
      killGraceMs: 200,
    });
    const imports = [
      SqliteLedgerModule.forRoot({ file: join(dir, 'ledger.db') }),
      FolderCatalogModule.forRoot({ dir: join(dir, 'catalog') }),
      CodeHostsModule.forRoot({ hosts: [LocalCodeHostModule.forRoot()] }),
      executor,
      FreezeModule,
    ];
    const dispatcher = DispatcherModule.forRoot({
      imports,
      executor: 'process',
      maxConcurrentRuns: 3,
      retryDelaysMs: [10, 10],
      ...options,
    });
    app = await Test.createTestingModule({ imports: [...imports, dispatcher] }).compile();
    app.useLogger(false);
    await app.init();
    ledger = app.get(Ledger, { strict: false });
  }

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anton-dispatcher-'));
  });
  afterEach(async () => {
    const executor = app.get(ExecutorRegistry, { strict: false }).get('process');
    for (const run of await ledger.listRuns({})) await executor.stop(run, 'the test is over');
    await app.close();
    await rm(dir, { recursive: true, force: true });
  });

  const recordOf = async (task: AgentTask): Promise<TaskRecord> => {
    const record = await ledger.findTask(task.taskId);
    if (record === null) throw new Error(`${task.taskId} is not in the ledger`);
    return record;
  };

  /** A routed, waiting task. */
  async function routed(
    id: string,
    script: RunnerScript,
    fields: Partial<AgentTask> = {},
    route: Partial<RouteDecision> = {},
  ) {
    const task = scriptedTask(id, script, fields);
    await ledger.accept(task);
    await ledger.moveTask(task.taskId, { from: 'accepted', to: 'routing' });
    await ledger.moveTask(task.taskId, { from: 'routing', to: 'waiting', route: sampleRoute(task, route) });
    return task;
  }

  async function dispatch(task: AgentTask): Promise<DispatchResult> {
    const running = await ledger.listTasks({ states: ['running'] });
    const dispatcher = app.get(Dispatcher, { strict: false });
    const result = await dispatcher.dispatch(await recordOf(task), running);
    await dispatcher.idle();
    return result;
  }

  async function lookAtRuns(): Promise<void> {
    const settler = app.get(RunSettler, { strict: false });
    for (const run of await ledger.listRuns({ states: ['created', 'started', 'reported', 'vanished'] })) {
      const record = await ledger.findTask(run.taskId);
      if (record !== null) await settler.settle(record, run);
    }
  }

  /** Looks and dispatches, as the scheduler does, until the task is settled. */
  async function settled(task: AgentTask): Promise<TaskRecord> {
    return vi.waitFor(async () => {
      await lookAtRuns();
      if ((await recordOf(task)).state === 'waiting') await dispatch(task);
      const record = await recordOf(task);
      expect(record.state).toBe('settled');
      return record;
    }, PATIENCE);
  }

  const runsOf = async (task: AgentTask): Promise<readonly RunRecord[]> =>
    ledger.listRuns({ taskId: task.taskId });

  describe('ends a run', () => {
    it.each(['pr_opened', 'tests_failing', 'llm_unavailable'] as const)(
      'with its report: %s',
      async (status) => {
        await start();
        const task = await routed('PAY-1', { status, usd: 0.5 });
        expect(await dispatch(task)).toBe('started');
        expect(await settled(task)).toMatchObject({
          outcome: status,
          reason: 'as the script says',
          attempts: 1,
        });
        expect(await runsOf(task)).toMatchObject([{ state: 'settled', report: { status } }]);
        expect(await ledger.listSpend(task.taskId)).toMatchObject([
          { role: 'run', usd: 0.5, model: 'coder-1' },
        ]);
      },
    );

    it('and starts the next attempt when one vanished', async () => {
      await start();
      const task = await routed('PAY-1', { vanishUntilAttempt: 3, status: 'pr_opened' });
      expect(await settled(task)).toMatchObject({ outcome: 'pr_opened', attempts: 3 });
      const runs = await runsOf(task);
      expect(runs.map((run) => run.report?.status)).toEqual([undefined, undefined, 'pr_opened']);
      const waits = (await ledger.listEvents(task.taskId)).filter(
        ({ type, to }) => type === 'task' && to === 'waiting',
      );
      expect(waits.at(-1)?.reason).toMatch(/attempt 2 was lost \(process \d+ is gone.*next one starts after/);
    });

    it('and the task after three lost attempts', async () => {
      await start();
      const task = await routed('PAY-1', { print: 'no space left', exit: 0 });
      const record = await settled(task);
      expect(record).toMatchObject({ outcome: 'infra', attempts: 3 });
      expect(record.reason).toMatch(/attempt 3, the last one: process \d+ is gone.*no space left/);
    });

    it('whose report cannot be read, without another attempt', async () => {
      await start();
      const task = await routed('PAY-1', { garbage: true });
      expect(await settled(task)).toMatchObject({ outcome: 'infra', attempts: 1 });
    });

    it('that is past its deadline, and everything it started', async () => {
      await start({ options: { deadlineMarginMs: 300 } });
      const task = await routed(
        'PAY-1',
        { stubborn: true },
        {},
        { limits: { costUsd: 1, minutes: 0, modelCalls: 1 } },
      );
      const record = await settled(task);
      expect(record).toMatchObject({ outcome: 'timeout', attempts: 1 });
      expect(record.reason).toContain('past its deadline');
    });

    it('that cannot be started, after three attempts', async () => {
      await start({ command: ['/nonexistent/runner'] });
      const task = await routed('PAY-1', {});
      const record = await settled(task);
      expect(record).toMatchObject({ outcome: 'infra', attempts: 3 });
      expect(record.reason).toContain('/nonexistent/runner did not start');
    });

    it('that a crash left between any two steps', async () => {
      await start();
      const created = await routed('PAY-1', { status: 'pr_opened' });
      const deadlineAt = new Date(Date.now() + 60_000);
      await ledger.beginRun({ taskId: created.taskId, attempt: 1, executor: 'process', deadlineAt });
      const vanished = await routed('PAY-2', { status: 'pr_opened', vanishUntilAttempt: 2 });
      await ledger.beginRun({ taskId: vanished.taskId, attempt: 1, executor: 'process', deadlineAt });
      await ledger.moveRun(vanished.taskId, 1, { from: 'created', to: 'started', handle: 'gone' });
      await ledger.moveRun(vanished.taskId, 1, { from: 'started', to: 'vanished', reason: 'gone' });
      expect(await settled(created)).toMatchObject({ outcome: 'pr_opened', attempts: 1 });
      expect(await settled(vanished)).toMatchObject({ outcome: 'pr_opened', attempts: 2 });
    });

    it('whose task has ended without it', async () => {
      await start();
      const task = await routed('PAY-1', {});
      await dispatch(task);
      await ledger.moveTask(task.taskId, { from: 'running', to: 'settled', outcome: 'cancelled' });
      await lookAtRuns();
      expect(await runsOf(task)).toMatchObject([{ state: 'settled', report: null }]);
      const executor = app.get(ExecutorRegistry, { strict: false }).get('process');
      expect(await executor.inspect({ taskId: task.taskId, attempt: 1, handle: null })).toMatchObject({
        kind: 'failed',
      });
    });

    it('whose task has ended without it, and keeps what it had reported and what that cost', async () => {
      await start();
      const task = await routed('PAY-1', { status: 'pr_opened', usd: 0.5 });
      await dispatch(task);
      const executor = app.get(ExecutorRegistry, { strict: false }).get('process');
      const run = { taskId: task.taskId, attempt: 1, handle: null };
      await vi.waitFor(async () => expect((await executor.inspect(run)).kind).toBe('finished'), PATIENCE);
      await ledger.moveTask(task.taskId, { from: 'running', to: 'settled', outcome: 'cancelled' });
      await lookAtRuns();
      expect(await runsOf(task)).toMatchObject([{ state: 'settled', report: { status: 'pr_opened' } }]);
      expect(await ledger.listSpend(task.taskId)).toMatchObject([{ role: 'run', usd: 0.5 }]);
      expect(await recordOf(task)).toMatchObject({ outcome: 'cancelled' });
    });

    it('whose task is at another attempt, and leaves that one alone', async () => {
      await start();
      const task = await routed('PAY-1', {});
      await dispatch(task);
      const [first] = await runsOf(task);
      if (first === undefined) throw new Error('no run');
      await ledger.moveTask(task.taskId, { from: 'running', to: 'waiting' });
      await dispatch(task);
      await app.get(RunSettler, { strict: false }).settle(await recordOf(task), first);
      expect((await runsOf(task)).map(({ state }) => state)).toEqual(['settled', 'started']);
      expect(await recordOf(task)).toMatchObject({ state: 'running', attempts: 2 });
    });

    it('once, however often it is looked at', async () => {
      await start();
      const task = await routed('PAY-1', { status: 'pr_opened' });
      await dispatch(task);
      const record = await recordOf(task);
      const [run] = await runsOf(task);
      if (run === undefined) throw new Error('no run');
      await settled(task);
      const settler = app.get(RunSettler, { strict: false });
      await Promise.all([settler.settle(record, run), settler.settle(record, run)]);
      expect(await ledger.listSpend(task.taskId)).toHaveLength(1);
      const ends = (await ledger.listEvents(task.taskId)).filter(({ to }) => to === 'settled');
      expect(ends.map(({ type }) => type).toSorted()).toEqual(['run', 'task']);
    });
  });

  describe('asks the gates', () => {
    const reasonOf = async (task: AgentTask): Promise<string | null> => (await recordOf(task)).reason;

    it('and lets one run of an object wait for the other', async () => {
      await start();
      const first = await routed(
        'PAY-1',
        { afterMs: 500, status: 'pr_opened' },
        { correlationKey: 'alert-7' },
      );
      const followUp = await routed('PAY-2', { status: 'no_change_needed' }, { correlationKey: 'alert-7' });
      expect([await dispatch(first), await dispatch(followUp)]).toEqual(['started', 'waiting']);
      expect(await reasonOf(followUp)).toBe(`${first.taskId} is running for the same object`);
      await settled(first);
      expect(await settled(followUp)).toMatchObject({ outcome: 'no_change_needed' });
    });

    it('and keeps to the limit of all runs', async () => {
      await start({ options: { maxConcurrentRuns: 1 } });
      const [first, second] = [await routed('PAY-1', {}), await routed('PAY-2', {})];
      expect([await dispatch(first), await dispatch(second)]).toEqual(['started', 'waiting']);
      expect(await reasonOf(second)).toBe('the limit of 1 runs at once is reached');
    });

    it('and keeps to the limit of a repository', async () => {
      await start({ policy: { maxConcurrentRuns: 1 } });
      const shop = { repository: { id: 'shop', url: 'file:///srv/git/shop.git', branch: 'main' } };
      const [first, second] = [await routed('PAY-1', {}), await routed('PAY-2', {})];
      const elsewhere = await routed('SHOP-1', {}, {}, shop);
      expect([await dispatch(first), await dispatch(second)]).toEqual(['started', 'waiting']);
      expect(await reasonOf(second)).toBe('the limit of 1 runs at once in payments is reached');
      expect(await dispatch(elsewhere)).toBe('started');
    });

    it('and signals: nothing begins that is over by now', async () => {
      await start();
      const task = await routed('PAY-1', { status: 'pr_opened' });
      const { taskId } = task;
      const deadlineAt = new Date(Date.now() + 60_000);
      await ledger.beginRun({ taskId, attempt: 1, executor: 'process', deadlineAt });
      await ledger.recordSignal(sampleSignal('PAY-1'));
      await ledger.endRun(taskId, 1, { from: 'created' }, { to: 'waiting' });
      expect(await dispatch(task)).toBe('moved');
      expect(await recordOf(task)).toMatchObject({ state: 'settled', outcome: 'recovered', attempts: 1 });
    });

    it('and writes the same reason once', async () => {
      await start({ options: { maxConcurrentRuns: 0 } });
      const task = await routed('PAY-1', {});
      await dispatch(task);
      const events = (await ledger.listEvents(task.taskId)).length;
      await dispatch(task);
      expect(await ledger.listEvents(task.taskId)).toHaveLength(events);
    });

    it('and reserves what running tasks may spend of the budget of the day', async () => {
      await start({ policy: { dailyBudgetUsd: 3 } });
      const first = await routed('PAY-1', { afterMs: 300, status: 'pr_opened', usd: 0.5 });
      const second = await routed('PAY-2', { status: 'pr_opened', usd: 0.5 });
      expect([await dispatch(first), await dispatch(second)]).toEqual(['started', 'waiting']);
      expect(await reasonOf(second)).toMatch(
        /^the budget of payments for .*, \$3\.00, does not cover \$2\.00 more: \$0\.00 are spent and \$2\.00 reserved$/,
      );
    });

    it('and counts what other repositories spent on their own budgets', async () => {
      await start({ policy: { dailyBudgetUsd: 3 } });
      const shop = { repository: { id: 'shop', url: 'file:///srv/git/shop.git', branch: 'main' } };
      const expensive = await routed('SHOP-1', { status: 'pr_opened', usd: 2.5 }, {}, shop);
      await settled(expensive);
      expect(await dispatch(await routed('SHOP-2', {}, {}, shop))).toBe('waiting');
      expect(await dispatch(await routed('PAY-1', {}))).toBe('started');
    });

    it('and counts a run whose price nobody knows at its limit', async () => {
      await start({ policy: { dailyBudgetUsd: 3 } });
      const first = await routed('PAY-1', { status: 'pr_opened', usd: null });
      await settled(first);
      expect(await ledger.listSpend(first.taskId)).toMatchObject([
        { usd: null, priceTable: null, heldUsd: 2, inputTokens: 100, outputTokens: 10 },
      ]);
      const second = await routed('PAY-2', {});
      expect(await dispatch(second)).toBe('waiting');
      expect(await reasonOf(second)).toContain('$2.00 are spent and $0.00 reserved');
    });

    it('and settles a refused task by policy', async () => {
      await start();
      const gone = await routed(
        'PAY-1',
        {},
        {},
        { repository: { id: 'gone', url: 'file:///gone', branch: 'main' } },
      );
      expect(await dispatch(gone)).toBe('refused');
      expect(await recordOf(gone)).toMatchObject({
        outcome: 'policy',
        reason: 'repository gone is not in the catalog',
      });
    });

    it('of a team like its own', async () => {
      await start();
      const frozen = await routed('PAY-1', {}, { labels: ['frozen'] });
      const unsure = await routed('PAY-2', {}, { labels: ['broken-gate'] });
      expect([await dispatch(frozen), await dispatch(unsure)]).toEqual(['refused', 'waiting']);
      expect(await reasonOf(frozen)).toBe('the code is frozen');
      expect(await reasonOf(unsure)).toBe('gate freeze failed');
    });
  });
});
