import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { scriptedTask } from '@anton/testing/samples';
import { anton } from './support/operator-command';
import { Orchestrators, type SharedServers } from './support/orchestrators/orchestrators';
import { startPostgres } from './support/postgres/postgres';
import { startBroker } from './support/rabbitmq/broker';
import { ScriptedApps } from './support/scripted-apps';

const PROCESSES = 8;
const COPIES = 1_000;
/** What the issue promises after the death of a process. */
const CONVERGED = { timeout: 60_000, interval: 100 };

let apps: ScriptedApps;
let servers: SharedServers;
let line: Orchestrators;

beforeAll(async () => {
  apps = new ScriptedApps();
  const [broker, postgres] = await Promise.all([startBroker(), startPostgres()]);
  servers = { broker, postgres, apps: apps.dir };
});
afterAll(async () => {
  await Promise.all([servers.broker.stop(), servers.postgres.stop()]);
  apps.remove();
});
afterEach(async () => line.stop());

const scripted = (id: string, afterMs: number) => scriptedTask(id, { afterMs, status: 'pr_opened' });

/** Waits until `count` tasks are settled, every one of them as the script says. */
async function settled(count: number): Promise<void> {
  await vi.waitFor(async () => {
    const tasks = await line.ledger.listTasks({ states: ['settled'] });
    if (tasks.length !== count) throw new Error(`${tasks.length} settled of ${count}\n${line.lastLines()}`);
    expect(tasks.filter(({ outcome }) => outcome !== 'pr_opened')).toEqual([]);
  }, CONVERGED);
}

describe(`${PROCESSES} orchestrators`, () => {
  it(`make one run and buy one route of a message that comes ${COPIES} times`, async () => {
    line = await Orchestrators.make(servers, PROCESSES, 2);
    await line.start();
    const task = scripted('PAY-1', 500);
    await line.publish(task, COPIES);
    await settled(1);
    await vi.waitFor(async () => expect(await line.messages()).toBe(0), CONVERGED);
    expect(await line.ledger.listTasks({})).toHaveLength(1);
    expect(await line.ledger.listRuns({})).toMatchObject([{ attempt: 1, state: 'settled' }]);
    expect(line.models.exchanges).toHaveLength(1);
    expect(line.starts()).toEqual({ [task.taskId]: 1 });
    const steps = (await line.ledger.listEvents(task.taskId)).map(({ type, to }) => `${type} ${to}`);
    expect(steps).toHaveLength(new Set(steps).size);
  });

  it('go on when the one that schedules is killed, and never run more than the limit', async () => {
    line = await Orchestrators.make(servers, PROCESSES, 2);
    await line.start();
    const tasks = Array.from({ length: 12 }, (_, number) => scripted(`PAY-${number}`, 1_500));
    for (const task of tasks) await line.publish(task);
    for (const end of ['kill', 'kill', 'stop'] as const) {
      await vi.waitFor(async () => {
        expect(await line.holder()).toBeDefined();
        expect(await line.ledger.listRuns({ states: ['started'] })).not.toEqual([]);
      }, CONVERGED);
      const holder = await line.holder();
      await holder?.[end]();
      expect(holder?.running).toBe(false);
    }
    await settled(tasks.length);
    expect(await line.mostAtOnce()).toBe(2);
    expect(Object.values(line.starts())).toEqual(tasks.map(() => 1));
    const reports = (await line.ledger.listRuns({})).filter(({ report }) => report !== null);
    expect(reports).toHaveLength(tasks.length);
    await vi.waitFor(async () => expect(await line.messages()).toBe(0), CONVERGED);
  });
});

describe('orchestrators', () => {
  it('lose and double nothing when PostgreSQL, RabbitMQ and both at once die under load', async () => {
    line = await Orchestrators.make(servers, 2, 4);
    await line.start();
    const { broker, postgres } = servers;
    const tasks = Array.from({ length: 24 }, (_, number) => scripted(`PAY-${number}`, 1_000));
    for (const [wave, victims] of [[postgres], [broker], [postgres, broker]].entries()) {
      for (const task of tasks.slice(8 * wave, 8 * (wave + 1)))
        await vi.waitFor(async () => line.publish(task), CONVERGED);
      await vi.waitFor(
        async () => expect(await line.ledger.listRuns({ states: ['started'] })).not.toEqual([]),
        CONVERGED,
      );
      await Promise.all(victims.map(async (server) => server.kill()));
      await Promise.all(victims.map(async (server) => server.start()));
    }
    await settled(tasks.length);
    expect(await line.ledger.listRuns({})).toHaveLength(tasks.length);
    expect(Object.values(line.starts())).toEqual(tasks.map(() => 1));
    await vi.waitFor(async () => expect(await line.messages()).toBe(0), CONVERGED);
    for (const app of line.all) expect(await app.health('live')).toBe(200);
  });
});

describe('an orchestrator', () => {
  it('is alive and not ready while PostgreSQL is down at its start, and works as soon as it is there', async () => {
    line = await Orchestrators.make(servers, 1, 2);
    await servers.postgres.shutDown();
    const [app] = line.all;
    await app?.start();
    expect(await app?.health('ready')).toBe(503);
    await line.publish(scripted('PAY-1', 0));
    expect(await app?.health('live')).toBe(200);
    expect(app?.lastLines()).toContain('waiting for PostgreSQL');
    const refused = await anton(line.variables, 'task', 'list');
    expect(refused).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^database unreachable: .+\n\n.+/s),
    });
    expect(refused.err).not.toContain('canary');
    await servers.postgres.start();
    await app?.until('ready');
    await settled(1);
    const list = await anton(line.variables, 'task', 'list', '--json');
    const [task] = JSON.parse(list.out) as { task: { taskId: string } }[];
    const shown = await anton(line.variables, 'task', 'show', task?.task.taskId ?? '');
    expect(shown).toMatchObject({ status: 0, out: expect.stringContaining('pr_opened') });
    expect(app?.lastLines()).not.toContain('canary-database-password');
  });
});
