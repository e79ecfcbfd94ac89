import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentTask } from '@anton/contracts';
import { ExecutorRegistry } from '@anton/dispatcher';
import { Ledger, type IntentAnswer, type NewIntent, type TaskRecord } from '@anton/ledger';
import { TaskQueue } from '@anton/queue';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { sampleSignal, sampleTask, scriptedTask, writeSampleCatalog } from '@anton/testing/samples';
import { SCRIPTED_RUNNER } from '@anton/testing/scripted-runner';
import { startOrchestrator, type OrchestratorSetup } from '../../test/orchestrator-under-test';

const PATIENCE = { timeout: 25_000, interval: 25 };
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

describe('IntentDesk', { timeout: 60_000 }, () => {
  let dir: string;
  let models: ScriptedModels;
  let app: INestApplication;
  let ledger: Ledger;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anton-intents-'));
    await writeSampleCatalog(join(dir, 'catalog'), { maxConcurrentRuns: 10, dailyBudgetUsd: 1_000 });
    models = await startScriptedModels({ router: [{ json: ROUTE }] });
  });
  afterEach(async () => {
    const executor = app.get(ExecutorRegistry, { strict: false }).get('process');
    for (const run of await ledger.listRuns({})) await executor.stop(run, 'the test is over');
    await app.close();
    await models.close();
    await rm(dir, { recursive: true, force: true });
  });

  async function start(options: OrchestratorSetup['options'] = {}): Promise<void> {
    app = await startOrchestrator({ dir, runner: SCRIPTED_RUNNER, modelUrl: models.anthropicUrl, options });
    ledger = app.get(Ledger, { strict: false });
  }
  const publish = (task: AgentTask) =>
    app.get(TaskQueue, { strict: false }).publish({
      id: task.taskId,
      routingKey: 'task.jira.p3',
      body: JSON.stringify(task),
    });
  const becomes = ({ taskId }: AgentTask, expected: Partial<TaskRecord>) =>
    vi.waitFor(async () => expect(await ledger.findTask(taskId)).toMatchObject(expected), PATIENCE);
  const intentOf = ({ taskId }: AgentTask, fields: Partial<NewIntent>): NewIntent => ({
    taskId,
    kind: 'retry',
    by: 'ada',
    reason: null,
    isForced: false,
    isRoutedAnew: false,
    ...fields,
  });
  async function ask(task: AgentTask, fields: Partial<NewIntent> = {}): Promise<IntentAnswer | null> {
    const { id } = await ledger.addIntent(intentOf(task, fields));
    return vi.waitFor(async () => {
      const answer = (await ledger.listIntents({})).find((intent) => intent.id === id)?.answer ?? null;
      expect(answer).not.toBeNull();
      return answer;
    }, PATIENCE);
  }
  const runOf = async ({ taskId }: AgentTask, attempt: number) =>
    (await ledger.listRuns({ taskId })).find((run) => run.attempt === attempt);
  const file = async ({ taskId }: AgentTask, attempt: number, name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(dir, 'runs', `${taskId}-r${attempt}`, name), 'utf8'));

  it('cancels what has not started, and stops the run of what has', async () => {
    await start({ maxConcurrentRuns: 1 });
    const endless = scriptedTask('PAY-1', {});
    await publish(endless);
    await vi.waitFor(
      async () => expect(await runOf(endless, 1)).toMatchObject({ state: 'started' }),
      PATIENCE,
    );
    const next = scriptedTask('PAY-2', { status: 'pr_opened' });
    await publish(next);
    await becomes(next, { state: 'waiting' });

    const early = { status: 'done', detail: 'cancelled before it started' };
    expect(await ask(next, { kind: 'cancel', reason: 'fixed by hand' })).toEqual(early);
    const reason = 'cancelled by ada: fixed by hand';
    await becomes(next, { state: 'settled', outcome: 'cancelled', reason, attempts: 0 });

    const { pid } = (await file(endless, 1, 'run.json')) as { pid: number };
    expect(await ask(endless, { kind: 'cancel' })).toMatchObject({ status: 'done' });
    await becomes(endless, { state: 'settled', outcome: 'cancelled', reason: 'cancelled by ada' });
    await vi.waitFor(
      async () => expect(await runOf(endless, 1)).toMatchObject({ state: 'settled' }),
      PATIENCE,
    );
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect((await ledger.listEvents(endless.taskId)).at(-1)).toMatchObject({ type: 'run', to: 'settled' });

    const after = scriptedTask('PAY-3', { status: 'pr_opened' });
    await publish(after);
    await becomes(after, { outcome: 'pr_opened' });
    await publish(endless);
    expect(await ask(endless, { kind: 'cancel' })).toMatchObject({ status: 'refused' });
    await becomes(endless, { state: 'settled', attempts: 1 });
  });

  it('retries under the same route, with what earlier attempts have left of the budget', async () => {
    await start();
    const task = scriptedTask('PAY-1', { status: 'tests_failing', usd: 1.2 });
    await publish(task);
    await becomes(task, { outcome: 'tests_failing', attempts: 1 });
    expect(await ask(task, { reason: 'the proxy was down' })).toEqual({
      status: 'done',
      detail: 'waits for attempt 2, its route stays',
    });
    await becomes(task, { state: 'settled', outcome: 'tests_failing', attempts: 2 });
    expect(models.exchanges).toHaveLength(1);
    expect(await file(task, 2, 'context/route.json')).toMatchObject({ attempt: 2, limits: { costUsd: 0.8 } });
    const told = (await ledger.listEvents(task.taskId)).find(({ from }) => from === 'settled');
    expect(told).toMatchObject({ to: 'waiting', reason: 'retried by ada: the proxy was down' });
    expect(await ask(task)).toEqual({
      status: 'refused',
      detail: 'it has spent $2.4 of the $2 that it may cost',
    });
    expect(await ask(task, { isRoutedAnew: true })).toMatchObject({
      detail: expect.stringContaining('routed anew'),
    });
    await becomes(task, { state: 'settled', outcome: 'policy', attempts: 2 });
    expect(models.exchanges).toHaveLength(2);
  });

  it('routes anew what had no route that leads to a run', async () => {
    await start();
    const nowhere = sampleTask('NOPE-1', { evidence: {}, service: null });
    await publish(nowhere);
    await becomes(nowhere, { outcome: 'needs_info' });
    expect(await ask(nowhere)).toEqual({ status: 'done', detail: 'waits for attempt 1, it is routed anew' });
    await vi.waitFor(async () => {
      const routed = (await ledger.listEvents(nowhere.taskId)).filter(({ to }) => to === 'settled');
      expect(routed).toHaveLength(2);
    }, PATIENCE);
  });

  it('retries what a signal had ended', async () => {
    await start();
    const task = scriptedTask('PAY-1', { status: 'pr_opened' });
    await ledger.recordSignal(sampleSignal('PAY-1'));
    await publish(task);
    await becomes(task, { outcome: 'recovered', attempts: 0 });
    expect(await ask(task)).toMatchObject({ status: 'done' });
    await becomes(task, { outcome: 'pr_opened', attempts: 1 });
  });

  it('refuses what makes no sense, and takes a forced retry of a task with a pull request', async () => {
    await start();
    const task = scriptedTask('PAY-1', { afterMs: 500, status: 'pr_opened' });
    await publish(task);
    await becomes(task, { state: 'running' });
    const running = `${task.taskId} is running (attempt 1)`;
    expect(await ask(task)).toEqual({ status: 'refused', detail: running });
    await becomes(task, { outcome: 'pr_opened' });
    const open = `${task.taskId} has a pull request`;
    expect(await ask(task)).toEqual({ status: 'refused', detail: open });
    expect(await ask(task, { isForced: true })).toMatchObject({ status: 'done' });
    await becomes(task, { outcome: 'pr_opened', attempts: 2 });
  });
});
