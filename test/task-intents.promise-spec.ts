import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openRabbitQueue } from '@anton/queue';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { sampleTask, writeSampleCatalog } from '@anton/testing/samples';
import { startAnton, type AntonProcess } from './support/anton-process';
import { datadogBody, post } from './support/deliveries';
import { anton } from './support/operator-command';
import { newOrchestrator } from './support/orchestrator-process';
import { MEND, Place } from './support/place';
import type { AppProcess } from './support/processes/app-process';
import { startBroker, type Broker } from './support/rabbitmq/broker';
import { FINISH, mending } from './support/scenarios';
import { untilTask, type ShownTask } from './support/task-state';

const PATIENCE = { timeout: 60_000, interval: 100 };
const EDIT = { tools: [{ name: 'edit', input: MEND }] };

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe('anton task cancel and retry, of a run that works', () => {
  let models: ScriptedModels;
  let place: Place;
  let line: AntonProcess;
  let isAnswered = false;

  beforeAll(async () => {
    models = await startScriptedModels(
      mending({ coder: [() => (isAnswered ? EDIT : { fault: 'hang' }), FINISH] }),
    );
    place = new Place();
    line = await startAnton(place.variables(models));
  });
  afterAll(async () => {
    await line.kill();
    await models.close();
    place.remove();
  });
  const command = (...words: readonly string[]) => anton({ ANTON_DATA_DIR: place.data }, 'task', ...words);

  it('stops the runner, and makes a second attempt after the next start, which opens the pull request', async () => {
    const taskId = String((await post(line.url, datadogBody('cycle-1'))).body['taskId']);
    await untilTask(place.data, taskId, ({ state }) => state === 'running');
    await vi.waitFor(() => expect(place.runnerPids()).toHaveLength(1), PATIENCE);
    const [pid = 0] = place.runnerPids();
    const early = await command('retry', taskId);
    expect(early).toMatchObject({ status: 1, out: '' });
    expect(early.err).toBe(
      `${taskId} is running (attempt 1)\n\nWait for its end, or end it first: anton task cancel ${taskId}`,
    );

    const cancelled = await command('cancel', taskId, '--reason', 'wrong branch', '--by', 'ada', '--json');
    expect(cancelled.status).toBe(0);
    expect(cancelled.objects()).toMatchObject([
      {
        taskId,
        kind: 'cancel',
        answer: { status: 'done' },
        task: { state: 'settled', outcome: 'cancelled' },
      },
    ]);
    await vi.waitFor(() => expect(isGone(pid)).toBe(true), PATIENCE);
    const over = await untilTask(place.data, taskId, ({ runs }) => runs[0]?.state === 'settled');
    expect(over).toMatchObject({
      outcome: 'cancelled',
      reason: 'cancelled by ada: wrong branch',
      attempts: 1,
    });

    await line.stop();
    const noted = await command('retry', taskId, '--wait', '1');
    expect(noted.status).toBe(2);
    expect(noted.out).toContain('no orchestrator has acted on it yet');
    isAnswered = true;
    line = await startAnton(place.variables(models));
    const fixed = await untilTask(place.data, taskId, ({ outcome }) => outcome === 'pr_opened');
    expect(fixed).toMatchObject({ state: 'settled', attempts: 2 });
    expect(place.branches()).toEqual([`fix/${taskId}`]);
    expect(models.exchanges.filter(({ role }) => role === 'router')).toHaveLength(1);

    const again = await command('retry', taskId);
    expect(again.status).toBe(1);
    expect(again.err).toMatch(/has a pull request\n\n.*--force/);
    expect(await command('cancel', 'jira-nobody-0000000000')).toMatchObject({
      status: 1,
      err: 'there is no task jira-nobody-0000000000\n\nSee `anton task list`.',
    });
  }, 180_000);
});

describe('anton task cancel and retry, of tasks that wait in an orchestrator that is killed', () => {
  const dir = mkdtempSync(join(tmpdir(), 'anton-intents-'));
  let broker: Broker;
  let orchestrator: AppProcess;

  beforeAll(async () => {
    await writeSampleCatalog(join(dir, 'catalog'));
    broker = await startBroker();
    const brokerUri = await broker.newVhost();
    const place = { dir, catalog: join(dir, 'catalog'), brokerUri, ledgerFile: join(dir, 'ledger.db') };
    orchestrator = await newOrchestrator(place);
    const queue = await openRabbitQueue({ uri: brokerUri });
    for (const task of tasks)
      await queue.publish({ id: task.taskId, routingKey: 'task.jira.p3', body: JSON.stringify(task) });
    await queue.onApplicationShutdown();
    await orchestrator.start();
    await orchestrator.until('ready');
  });
  afterAll(async () => {
    await orchestrator.kill();
    await broker.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });
  const tasks = ['PAY-1', 'PAY-2', 'PAY-3'].map((id) => sampleTask(id));
  const command = (...words: readonly string[]) => anton({ ANTON_DATA_DIR: dir }, 'task', ...words);
  /** No model answers, so they never get any further. */
  const isOnItsWay = ({ state }: ShownTask): boolean => state === 'routing' || state === 'waiting';
  const times = ({ events }: ShownTask, fields: object): number =>
    events.filter((event) => isDeepStrictEqual({ ...event, ...fields }, event)).length;

  it('acts once on each, whenever it dies', async () => {
    const ids = tasks.map(({ taskId }) => taskId);
    for (const id of ids) await untilTask(dir, id, isOnItsWay);
    await orchestrator.kill();
    for (const id of ids) expect((await command('cancel', id, '--wait', '1')).status).toBe(2);
    const twice = await command('cancel', ids[0] ?? '', '--wait', '1', '--json');
    expect(twice.objects()).toMatchObject([{ kind: 'cancel', answer: null }]);
    await orchestrator.start();
    for (const id of ids) {
      const over = await untilTask(dir, id, ({ state }) => state === 'settled');
      expect(over).toMatchObject({ outcome: 'cancelled', attempts: 0 });
    }
    for (const id of ids) {
      const killed = orchestrator.kill();
      await command('retry', id, '--wait', '1');
      await killed;
      await orchestrator.start();
    }
    for (const id of ids) {
      const retried = { from: 'settled', to: 'waiting' };
      const task = await untilTask(dir, id, (seen) => isOnItsWay(seen) && times(seen, retried) > 0);
      expect(times(task, retried)).toBe(1);
      expect(times(task, { outcome: 'cancelled' })).toBe(1);
    }
  }, 180_000);
});
