import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentTask, TaskSignal } from '@anton/contracts';
import { ExecutorRegistry, LifeCycleFeed } from '@anton/dispatcher';
import { Ledger, type TaskRecord } from '@anton/ledger';
import { MetricsRegistry } from '@anton/platform';
import { TaskQueue } from '@anton/queue';
import { startScriptedModels, type ScriptedModels, type ScriptedStep } from '@anton/simulation';
import { sampleSignal, sampleTask, scriptedTask, writeSampleCatalog } from '@anton/testing/samples';
import { SCRIPTED_RUNNER, type RunnerScript } from '@anton/testing/scripted-runner';
import { startOrchestrator } from '../../test/orchestrator-under-test';

const PATIENCE = { timeout: 25_000, interval: 10 };
const OVER = { state: 'settled', outcome: 'recovered', reason: 'the alert recovered' } as const;
const NOTE = 'the alert recovered at 2026-11-01T11:00:00.000Z';
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

describe('a signal', { timeout: 60_000 }, () => {
  let dir: string;
  let models: ScriptedModels;
  let app: INestApplication;
  let ledger: Ledger;
  let queue: TaskQueue;

  async function start(router: ScriptedStep = { json: ROUTE }) {
    models = await startScriptedModels({ router: [router] });
    app = await startOrchestrator({ dir, runner: SCRIPTED_RUNNER, modelUrl: models.anthropicUrl });
    ledger = app.get(Ledger, { strict: false });
    queue = app.get(TaskQueue, { strict: false });
  }

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anton-signals-'));
    await writeSampleCatalog(join(dir, 'catalog'), { maxConcurrentRuns: 10, dailyBudgetUsd: 1_000 });
  });
  afterEach(async () => {
    const executor = app.get(ExecutorRegistry, { strict: false }).get('process');
    for (const run of await ledger.listRuns({})) await executor.stop(run, 'the test is over');
    await app.close();
    await models.close();
    await rm(dir, { recursive: true, force: true });
  });

  async function publish(...messages: readonly (AgentTask | TaskSignal)[]): Promise<void> {
    for (const message of messages) {
      const isTask = 'taskId' in message;
      const id = isTask ? message.taskId : message.signalId;
      const routingKey = isTask ? 'task.jira.p3' : `signal.jira.${message.kind}`;
      await queue.publish({ id, routingKey, body: JSON.stringify(message) });
    }
  }
  async function published(id: string, script: RunnerScript, fields: Partial<AgentTask> = {}) {
    const task = scriptedTask(id, script, fields);
    await publish(task);
    return task;
  }
  const becomes = async ({ taskId }: AgentTask, expected: Partial<TaskRecord>) =>
    vi.waitFor(async () => expect(await ledger.findTask(taskId)).toMatchObject(expected), PATIENCE);
  const steps = async ({ taskId }: AgentTask) =>
    (await ledger.listEvents(taskId)).map(({ type, from, to }) => `${type} ${from ?? '-'} ${to}`);
  const signals = async () =>
    (await app.get(MetricsRegistry, { strict: false }).registry.metrics())
      .split('\n')
      .filter((line) => line.startsWith('anton_signals_total{'));
  const counts = async (...expected: readonly string[]) =>
    vi.waitFor(async () => {
      const lines = expected.map((line) => `anton_signals_total{source="jira",kind=${line}`);
      expect((await signals()).toSorted()).toEqual(lines.toSorted());
    }, PATIENCE);

  it('that comes before its task ends it before it is routed, and nothing that happened later', async () => {
    await start();
    const told: string[] = [];
    app
      .get(LifeCycleFeed, { strict: false })
      .events.subscribe(({ to, reason }) => told.push(`${to} ${reason}`));
    await publish(sampleSignal('PAY-1'));
    await counts('"recovered",effect="remembered"} 1');
    const over = await published('PAY-1', { status: 'pr_opened' });
    await becomes(over, { ...OVER, attempts: 0, route: null });
    expect(await steps(over)).toEqual(['task - accepted', 'task accepted settled']);
    expect(told).toEqual(['accepted null', 'settled the alert recovered']);
    expect(models.exchanges).toHaveLength(0);

    const { correlationKey } = over;
    const again = { correlationKey, occurredAt: '2026-11-01T11:00:01Z' };
    await becomes(await published('PAY-2', { status: 'pr_opened' }, again), { outcome: 'pr_opened' });
  });

  it('ends tasks that wait, of its own object only, and however often it comes', async () => {
    await start({ fault: 'status', status: 529 });
    const [recovered, withdrawn, other] = ['PAY-1', 'PAY-2', 'PAY-3'].map((id) => sampleTask(id));
    if (!recovered || !withdrawn || !other) throw new Error('three tasks');
    await publish(recovered, withdrawn, other);
    for (const task of [recovered, withdrawn, other]) await becomes(task, { state: 'waiting' });
    const signal = sampleSignal('PAY-1');
    await publish(signal, sampleSignal('PAY-2', { kind: 'withdrawn', reason: 'closed by ada' }));
    await becomes(recovered, OVER);
    await becomes(withdrawn, { state: 'settled', outcome: 'cancelled', reason: 'closed by ada' });
    const before = await steps(recovered);
    await publish(signal, signal);
    await counts(
      '"recovered",effect="ended"} 1',
      '"withdrawn",effect="ended"} 1',
      '"recovered",effect="repeated"} 2',
    );
    expect(await steps(recovered)).toEqual(before);
    expect(await ledger.findTask(other.taskId)).not.toMatchObject({ state: 'settled' });
  });

  it('ends a task that is being routed: the route that comes back changes nothing', async () => {
    let isAsked = false;
    await start(() => {
      isAsked = true;
      return { json: ROUTE, delayMs: 1_500 };
    });
    const task = await published('PAY-1', { status: 'pr_opened' });
    await vi.waitFor(() => expect(isAsked).toBe(true), PATIENCE);
    await publish(sampleSignal('PAY-1'));
    await becomes(task, OVER);
    const before = await steps(task);
    await vi.waitFor(async () => expect(await ledger.listSpend(task.taskId)).toHaveLength(1), PATIENCE);
    expect(await ledger.findTask(task.taskId)).toMatchObject({ ...OVER, route: null, attempts: 0 });
    expect(await steps(task)).toEqual(before);
  });

  it('is noted by a run, which goes on', async () => {
    await start();
    const task = await published('PAY-1', { afterMs: 2_000, status: 'pr_opened' });
    await becomes(task, { state: 'running' });
    await publish(sampleSignal('PAY-1'));
    await becomes(task, { state: 'running', reason: NOTE });
    await counts('"recovered",effect="noted"} 1');
    await becomes(task, { state: 'settled', outcome: 'pr_opened', attempts: 1 });
    const notes = (await ledger.listEvents(task.taskId)).filter(({ reason }) => reason === NOTE);
    expect(notes).toMatchObject([{ type: 'task', from: 'running', to: 'running', outcome: null }]);
  });

  it('spares a task another attempt when its run is lost', async () => {
    await start();
    const task = await published('PAY-1', { afterMs: 2_000, vanishUntilAttempt: 3, status: 'pr_opened' });
    await becomes(task, { state: 'running' });
    await publish(sampleSignal('PAY-1'));
    await becomes(task, { ...OVER, attempts: 1 });
    expect((await steps(task)).slice(-3)).toEqual([
      'run vanished settled',
      'task running waiting',
      'task waiting settled',
    ]);
  });

  it('that is none goes to the dead letters', async () => {
    await start();
    const broken = Object.assign(sampleSignal('PAY-1'), { occurredAt: 'yesterday' });
    await publish(broken);
    await vi.waitFor(async () => expect(await queue.depth()).toMatchObject({ dead: 1 }), PATIENCE);
    expect(await queue.deadLetters(1)).toMatchObject([{ category: 'contract_invalid' }]);
    expect(await ledger.listSignals(broken.correlationKey)).toEqual([]);
  });
});
