import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, Module, type INestApplication } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { taskHash, type AgentTask, type LifeCycleEvent } from '@anton/contracts';
import { ExecutorRegistry, LifeCycleFeed } from '@anton/dispatcher';
import { Ledger, type TaskRecord } from '@anton/ledger';
import { MetricsRegistry } from '@anton/platform';
import { TaskQueue } from '@anton/queue';
import { TaskEnricher, TaskEnricherProvider, type TaskEnrichment } from '@anton/router';
import { startScriptedModels, type ScriptedModels, type ScriptedStep } from '@anton/simulation';
import { sampleTask, scriptedTask, writeSampleCatalog } from '@anton/testing/samples';
import { SCRIPTED_RUNNER } from '@anton/testing/scripted-runner';
import { startOrchestrator, type OrchestratorSetup } from '../../test/orchestrator-under-test';

const PATIENCE = { timeout: 25_000, interval: 25 };

const ROUTE = {
  verdict: 'fix',
  template: 'node-service',
  skills: ['house-rules'],
  complexity: 'small',
  risk: 'low',
  confidence: 0.9,
  reason: 'a stack trace in our own code',
  question: '',
};

describe('the orchestration', { timeout: 60_000 }, () => {
  let dir: string;
  let models: ScriptedModels;
  let app: INestApplication;
  let ledger: Ledger;
  let queue: TaskQueue;

  async function start(options: OrchestratorSetup['options'] = {}, router: ScriptedStep = { json: ROUTE }) {
    models = await startScriptedModels({ router: [router] });
    await open(options);
  }

  async function open(options: OrchestratorSetup['options'] = {}) {
    app = await startOrchestrator({ dir, runner: SCRIPTED_RUNNER, modelUrl: models.anthropicUrl, options });
    ledger = app.get(Ledger, { strict: false });
    queue = app.get(TaskQueue, { strict: false });
  }

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anton-orchestration-'));
    await writeSampleCatalog(join(dir, 'catalog'), { maxConcurrentRuns: 10, dailyBudgetUsd: 1_000 });
  });
  afterEach(async () => {
    const executor = app.get(ExecutorRegistry, { strict: false }).get('process');
    for (const run of await ledger.listRuns({})) await executor.stop(run, 'the test is over');
    await app.close();
    await models.close();
    await rm(dir, { recursive: true, force: true });
  });

  const publish = async (task: AgentTask | object, id = 'any') =>
    queue.publish({
      id: 'taskId' in task ? task.taskId : id,
      routingKey: 'task.jira.p3',
      body: JSON.stringify(task),
    });
  const metrics = () => app.get(MetricsRegistry, { strict: false }).registry.metrics();
  const becomes = async (task: AgentTask, expected: Partial<TaskRecord>) =>
    vi.waitFor(async () => expect(await ledger.findTask(task.taskId)).toMatchObject(expected), PATIENCE);
  const statesOf = (events: readonly LifeCycleEvent[], type: LifeCycleEvent['type']) =>
    events.filter((event) => event.type === type).map(({ to }) => to);

  it('takes a task from the queue to its outcome, and tells every step', async () => {
    await start();
    const told: LifeCycleEvent[] = [];
    app.get(LifeCycleFeed, { strict: false }).events.subscribe((event) => told.push(event));
    const task = scriptedTask('PAY-1', { status: 'pr_opened' });
    await publish(task);
    await becomes(task, { state: 'settled', outcome: 'pr_opened', attempts: 1 });
    expect(statesOf(told, 'task')).toEqual(['accepted', 'routing', 'waiting', 'running', 'settled']);
    expect(statesOf(told, 'run')).toEqual(['created', 'started', 'reported', 'settled']);
    const stored = await ledger.listEvents(task.taskId);
    expect(stored.map(({ type, to }) => [type, to])).toEqual(told.map(({ type, to }) => [type, to]));
    expect((await ledger.listSpend(task.taskId)).map(({ role }) => role)).toEqual(['router', 'run']);
    expect(await queue.depth()).toMatchObject({ ready: 0, unacknowledged: 0, delayed: 0, dead: 0 });
  });

  it('counts tasks by outcome and state, the time of runs and their cost', async () => {
    await start();
    const task = scriptedTask('PAY-1', { status: 'tests_failing', usd: 0.5 });
    await publish(task);
    await vi.waitFor(async () => {
      const text = await metrics();
      expect(text).toContain('anton_tasks_settled_total{outcome="tests_failing",category=""} 1');
      expect(text).toContain('anton_run_duration_seconds_count{status="tests_failing"} 1');
      expect(text).toContain('anton_spend_usd_total{role="run",repository="payments"} 0.5');
      // The price of the scripted router is not known.
      expect(text).toContain('anton_spend_usd_total{role="router",repository="payments"} 0');
      expect(text).toContain('anton_tokens_total{role="run",kind="output"} 10');
      expect(text).toMatch(/anton_tokens_total\{role="router",kind="input"\} [1-9]/);
      expect(text).toContain('anton_route_seconds_count{verdict="fix"} 1');
      expect(text).toContain('anton_dispatch_seconds_count{priority="P3"} 1');
      expect(text).toContain('anton_oldest_waiting_task_seconds 0');
      expect(text).toContain('anton_tasks{state="settled"} 1');
      expect(text).toMatch(/anton_queue_last_taken_age_seconds\{lane="normal"\} \d/);
      expect(text).toContain('anton_queue_messages{state="dead"} 0');
    }, PATIENCE);
  });

  it('tells the runs that are open, how long the oldest task waits, and which messages failed', async () => {
    await start({ maxConcurrentRuns: 1 });
    const [first, second] = ['PAY-1', 'PAY-2'].map((id) => scriptedTask(id, { afterMs: 60_000 }));
    if (first === undefined || second === undefined) throw new Error('two tasks');
    await publish(first);
    await becomes(first, { state: 'running' });
    await publish(second);
    await becomes(second, { state: 'waiting' });
    await publish({ schema: 'none' }, 'broken');
    await vi.waitFor(async () => {
      const text = await metrics();
      expect(text).toContain('anton_runs{executor="process",state="started"} 1');
      expect(text).toMatch(
        /anton_oldest_waiting_task_seconds 0\.\d+|anton_oldest_waiting_task_seconds [1-9]/,
      );
      expect(text).toMatch(
        /anton_message_failures_total\{outcome="dead_letter",category="permanent",code="\w+"\} 1/,
      );
    }, PATIENCE);
  });

  it('makes one task and one run of a message that comes many times', async () => {
    await start();
    const task = scriptedTask('PAY-1', { afterMs: 200, status: 'pr_opened' });
    for (let index = 0; index < 20; index += 1) await publish(task);
    await becomes(task, { state: 'settled' });
    await vi.waitFor(
      async () => expect(await queue.depth()).toMatchObject({ ready: 0, unacknowledged: 0 }),
      PATIENCE,
    );
    expect(await ledger.listRuns({ taskId: task.taskId })).toHaveLength(1);
    expect(models.exchanges).toHaveLength(1);
  });

  it('sends what is no task, and what another task is, to the dead letters', async () => {
    await start();
    const task = scriptedTask('PAY-1', { status: 'pr_opened' });
    await publish(task);
    await becomes(task, { state: 'settled' });
    const dead = (count: number) =>
      vi.waitFor(async () => expect(await queue.depth()).toMatchObject({ dead: count }), PATIENCE);
    // One after the other: two messages that are handled side by side may die in any order.
    await publish(Object.assign({}, task, { logicalKey: 'another' }));
    await dead(1);
    await publish({ schema: 'anton.task.v1' }, 'broken');
    await dead(2);
    const letters = await queue.deadLetters(10);
    expect(letters.map(({ category }) => category)).toEqual(['task_id_collision', 'contract_invalid']);
  });

  it('settles what needs information with the question, without a run', async () => {
    await start();
    const nowhere = sampleTask('NOPE-1', { evidence: {}, service: null });
    await publish(nowhere);
    await becomes(nowhere, { state: 'settled', outcome: 'needs_info', attempts: 0 });
    expect((await ledger.findTask(nowhere.taskId))?.reason).toContain('Which repository is this about?');
  });

  it('settles what cannot be fixed', async () => {
    await start({}, { json: { ...ROUTE, verdict: 'not_fixable', reason: 'the power is out' } });
    const task = sampleTask('PAY-1');
    await publish(task);
    await becomes(task, { state: 'settled', outcome: 'not_fixable', reason: 'the power is out' });
  });

  it.each([
    ['overloaded', { fault: 'status', status: 529 }],
    ['refusing the key', { fault: 'status', status: 401 }],
    ['refusing to spend more', { fault: 'status', status: 402 }],
  ] as const)('lets tasks wait while the model is %s, at the cost of no attempt', async (_name, fault) => {
    let isUp = false;
    await start({}, () => (isUp ? { json: ROUTE } : fault));
    const tasks = ['PAY-1', 'PAY-2', 'PAY-3'].map((id) => scriptedTask(id, { status: 'pr_opened' }));
    for (const task of tasks) await publish(task);
    await becomes(tasks[0] ?? sampleTask('none'), { state: 'waiting', attempts: 0, route: null });
    const waiting = await ledger.listTasks({ states: ['waiting'] });
    expect(waiting[0]?.reason).toMatch(/^the router's model is down \(.*\), next try at 20/);
    isUp = true;
    for (const task of tasks) await becomes(task, { outcome: 'pr_opened', attempts: 1 });
  });

  it('settles a task that the vendor will never accept', async () => {
    await start({}, { fault: 'status', status: 400 });
    const task = sampleTask('PAY-1');
    await publish(task);
    await becomes(task, { state: 'settled', outcome: 'infra', attempts: 0 });
  });

  it('never runs more than the limit, and lets repositories take turns', async () => {
    await start({ maxConcurrentRuns: 2 });
    const pay = [1, 2, 3, 4, 5, 6].map((id) =>
      scriptedTask(`PAY-${id}`, { afterMs: 50, status: 'pr_opened' }),
    );
    const evidence = { attributes: { project: ['SHOP'] } };
    const shop = scriptedTask('SHOP-1', { afterMs: 50, status: 'pr_opened' }, { evidence, service: null });
    let active = 0;
    let most = 0;
    const settled: string[] = [];
    app.get(LifeCycleFeed, { strict: false }).events.subscribe((event) => {
      if (event.type !== 'run') return;
      if (event.to === 'created') active += 1;
      if (event.to === 'settled') active -= 1;
      if (event.to === 'settled') settled.push(event.taskId);
      most = Math.max(most, active);
    });
    for (const task of [...pay, shop]) await publish(task);
    await vi.waitFor(() => expect(settled).toHaveLength(7), PATIENCE);
    expect(most).toBe(2);
    expect(settled.indexOf(shop.taskId)).toBeLessThan(5);
  });

  it('routes and runs a task with what an enricher of a team found, and stores it', async () => {
    @TaskEnricherProvider('wiki')
    @Injectable()
    class WikiEnricher extends TaskEnricher {
      accepts(): boolean {
        return true;
      }

      async enrich(): Promise<TaskEnrichment> {
        return { text: '', attributes: { runbook: ['RB-17'] } };
      }
    }
    @Module({ providers: [WikiEnricher] })
    class WikiModule {}
    await start({ extensions: [WikiModule] });
    const task = scriptedTask('PAY-1', { status: 'pr_opened' });
    await publish(task);
    await becomes(task, { state: 'settled', outcome: 'pr_opened', hash: taskHash(task) });
    expect((await ledger.findTask(task.taskId))?.task.evidence.attributes).toMatchObject({
      runbook: ['RB-17'],
    });
    expect(JSON.stringify(models.exchanges[0]?.body)).toContain('RB-17');
  });

  it('keeps one follow-up behind the run of an object, the newest', async () => {
    await start();
    const correlationKey = 'one object';
    const first = scriptedTask('PAY-1', { afterMs: 2_000, status: 'pr_opened' }, { correlationKey });
    await publish(first);
    await becomes(first, { state: 'running' });
    const older = scriptedTask('PAY-2', { status: 'pr_opened' }, { correlationKey });
    await publish(older);
    await becomes(older, { state: 'waiting' });
    const newer = scriptedTask('PAY-3', { status: 'pr_opened' }, { correlationKey });
    await publish(newer);
    await becomes(older, { state: 'settled', outcome: 'superseded', attempts: 0 });
    expect((await ledger.findTask(older.taskId))?.reason).toContain(newer.taskId);
    await becomes(newer, { state: 'settled', outcome: 'pr_opened' });
    await becomes(first, { state: 'settled', outcome: 'pr_opened' });
  });

  it('never lets ten tasks cost more than the cap of the day, whatever they reserve', async () => {
    await start({ dailyBudgetUsd: 5, maxConcurrentRuns: 10 });
    let most = 0;
    app.get(LifeCycleFeed, { strict: false }).events.subscribe(() => {
      void ledger.countTasks().then(({ running }) => (most = Math.max(most, running)));
    });
    const tasks = Array.from({ length: 10 }, (_, id) =>
      scriptedTask(`PAY-${id}`, { afterMs: 300, status: 'pr_opened', usd: 2 }),
    );
    for (const task of tasks) await publish(task);
    await vi.waitFor(async () => {
      const { settled, waiting } = await ledger.countTasks();
      expect([settled, waiting]).toEqual([2, 8]);
    }, PATIENCE);
    expect(most).toBe(2);
    expect(await ledger.spentSince(new Date(0))).toBeLessThanOrEqual(5);
    const waiting = await ledger.listTasks({ states: ['waiting'] });
    for (const { reason } of waiting) expect(reason).toContain('the budget of Anton for');
  });

  it('stops taking messages while too many tasks wait, and takes them again', async () => {
    await start({ maxConcurrentRuns: 1, maxWaiting: 2 });
    const tasks = Array.from({ length: 12 }, (_, id) =>
      scriptedTask(`PAY-${id}`, { afterMs: 100, status: 'pr_opened' }),
    );
    for (const task of tasks) await publish(task);
    await vi.waitFor(async () => expect((await ledger.countTasks()).waiting).toBeGreaterThan(1), PATIENCE);
    await vi.waitFor(async () => expect((await queue.depth()).unacknowledged).toBe(0), PATIENCE);
    expect((await queue.depth()).ready).toBeGreaterThan(0);
    await vi.waitFor(async () => expect((await ledger.countTasks()).settled).toBe(12), PATIENCE);
  });

  it('leaves runs alone when it stops, and settles them after the next start', async () => {
    await start();
    const task = scriptedTask('PAY-1', { afterMs: 1_000, status: 'pr_opened' });
    await publish(task);
    await vi.waitFor(
      async () => expect(await ledger.listRuns({ states: ['started'] })).toHaveLength(1),
      PATIENCE,
    );
    await app.close();
    await open();
    await becomes(task, { state: 'settled', outcome: 'pr_opened', attempts: 1 });
  });
});
