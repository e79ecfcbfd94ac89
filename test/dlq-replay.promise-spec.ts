import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  openRabbitQueue,
  type DeliveryFailure,
  type DeliveryHandler,
  type RabbitTaskQueue,
} from '@anton/queue';
import { sampleTask } from '@anton/testing/samples';
import { ledgerTasks } from './support/history/ledger-tasks';
import { anton, replayUntil } from './support/operator-command';
import { newOrchestrator } from './support/orchestrator-process';
import { startBroker, type Broker } from './support/rabbitmq/broker';

const MANY = 1_000;
/** Put away by the broker itself, without a header of ours. */
const REJECTED = 20;
const NEIGHBOURS = 50;
const DLQ_REPLAY = ['dlq', 'replay'];
const PATIENCE = { timeout: 90_000, interval: 250 };
const RETRY_STEPS_MS = [50, 50, 50];

/** What is attempted how often, and under which category it then lies among the dead letters. */
const POISON: readonly (readonly [kind: string, category: DeliveryFailure['category'], attempts: number])[] =
  [
    ['contract_invalid', 'permanent', 1],
    ['body_not_json', 'permanent', 1],
    ['retry_later', 'transient', RETRY_STEPS_MS.length + 1],
    ['unexpected_error', 'transient', RETRY_STEPS_MS.length + 1],
  ];
const OF_EACH_POISON = 5;

describe('dead letters on RabbitMQ', () => {
  let broker: Broker;
  let dir: string;
  let queue: RabbitTaskQueue;
  let variables: { readonly BROKER_URI: string };

  beforeAll(async () => {
    broker = await startBroker();
  });
  afterAll(async () => broker.stop());
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'anton-dlq-'));
    variables = { BROKER_URI: await broker.newVhost() };
    queue = await openRabbitQueue({ uri: variables.BROKER_URI, retryStepsMs: RETRY_STEPS_MS });
  });
  afterEach(async () => {
    await queue.onApplicationShutdown();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  const becomes = (depth: object) =>
    vi.waitFor(async () => expect(await queue.depth()).toMatchObject(depth), PATIENCE);
  const publish = async (ids: readonly string[]): Promise<void> => {
    const tasks = ids.map((id) => sampleTask(id));
    for (const task of tasks)
      await queue.publish({ id: task.taskId, routingKey: 'task.jira.p3', body: JSON.stringify(task) });
  };
  const names = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);

  async function consumeWhile(handler: DeliveryHandler, work: () => Promise<void>): Promise<void> {
    const other = await openRabbitQueue({ uri: variables.BROKER_URI, retryStepsMs: RETRY_STEPS_MS });
    await other.consume(handler, { prefetch: 50 });
    await work();
    await other.onApplicationShutdown();
  }

  /** As a consumer would that is not ours. */
  async function rejectAll(count: number): Promise<void> {
    const connection = await connect(variables.BROKER_URI);
    const channel = await connection.createChannel();
    await channel.consume('orchestrator_queue', (message) => {
      if (message !== null) channel.reject(message, false);
    });
    await becomes({ dead: MANY + count, ready: 0 });
    await connection.close();
  }

  it(`${MANY} are replayed through kill -9 of the replay: none is lost, none is doubled in the ledger`, async () => {
    const failure = { code: 'ledger_gone', message: 'the disk was full', category: 'permanent' } as const;
    const ids = names('PAY', MANY);
    await consumeWhile(
      async () => ({ kind: 'dead_letter', failure }),
      async () => {
        await publish(ids);
        await becomes({ dead: MANY, ready: 0 });
      },
    );
    const rejected = names('REJ', REJECTED);
    await publish(rejected);
    await rejectAll(REJECTED);

    const { out } = await anton(variables, 'dlq', 'list', '--limit', '2');
    expect(out).toMatch(/\n {6}ledger_gone: the disk was full\n2 shown, 1020 dead$/);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);

    const catalog = join(dir, 'catalog');
    cpSync('catalog', catalog, { recursive: true });
    writeFileSync(join(catalog, 'repositories.yaml'), 'version: 1\nrepositories: []\n');
    const ledgerFile = join(dir, 'ledger.db');
    const orchestrator = await newOrchestrator({
      dir,
      catalog,
      brokerUri: variables.BROKER_URI,
      ledgerFile,
    });
    await orchestrator.start();
    await orchestrator.until('ready');
    try {
      for (const count of [1, 300, 250])
        expect(await replayUntil(variables, count, (kill) => kill(), DLQ_REPLAY)).toMatchObject({
          signal: 'SIGKILL',
        });
      const neighbours = names('NEW', NEIGHBOURS);
      await publish(neighbours);
      await vi.waitFor(async () => {
        const last = await anton(variables, ...DLQ_REPLAY, '--json');
        expect(last.objects().at(-1)).toEqual({
          summary: { replayed: 0, kept: 0 },
          dryRun: false,
          stopped: null,
        });
      }, PATIENCE);
      expect((await anton(variables, 'dlq', 'list')).out).toBe('no dead letters');
      const wanted = [...ids, ...rejected, ...neighbours].map((id) => sampleTask(id).taskId).toSorted();
      const held = () => ledgerTasks(ledgerFile).map(({ taskId }) => taskId);
      await vi.waitFor(() => expect(new Set(held()).size).toBe(wanted.length), PATIENCE);
      await becomes({ ready: 0, delayed: 0, dead: 0 });
      expect([...held()].toSorted()).toEqual(wanted);
    } finally {
      await orchestrator.kill();
    }
  }, 300_000);

  it('a poison set is attempted as often as its categories say, also when it is replayed; neighbours do not notice', async () => {
    const attempts = new Map<string, number[]>();
    const handler: DeliveryHandler = async ({ id, attempt, body }) => {
      attempts.set(id, [...(attempts.get(id) ?? []), attempt]);
      const { kind } = JSON.parse(body) as { kind: string };
      const poison = POISON.find(([code]) => code === kind);
      if (poison === undefined) return { kind: 'ack' };
      const [code, category] = poison;
      const failure = { code, message: `it failed with ${code}`, category };
      return { kind: category === 'permanent' ? 'dead_letter' : 'retry', failure };
    };
    const poison = POISON.flatMap(([kind]) => names(kind, OF_EACH_POISON).map((id) => ({ id, kind })));
    const good = names('good', 200).map((id) => ({ id, kind: 'good' }));
    const once = (times: number) => Array.from({ length: times }, (_, n) => n + 1);

    await consumeWhile(handler, async () => {
      for (const [index, message] of good.entries()) {
        const also = poison[index];
        for (const one of also === undefined ? [message] : [also, message])
          await queue.publish({ id: one.id, routingKey: 'task.test.p3', body: JSON.stringify(one) });
      }
      await becomes({ dead: poison.length, ready: 0, delayed: 0 });
      await vi.waitFor(() => expect(attempts.size).toBe(good.length + poison.length), PATIENCE);
      for (const round of [1, 2]) {
        const letters = (await anton(variables, 'dlq', 'list', '--json')).objects();
        expect(letters).toHaveLength(poison.length);
        for (const [code, category, times] of POISON) {
          const ofCode = letters.filter((letter) => letter['category'] === code);
          expect(ofCode).toHaveLength(OF_EACH_POISON);
          for (const letter of ofCode) {
            const failure = { code, message: `it failed with ${code}`, category };
            expect(letter).toMatchObject({ attempts: times, firstFailure: failure, lastFailure: failure });
            expect(attempts.get(String(letter['id']))).toEqual(
              round === 1 ? once(times) : [...once(times), ...once(times)],
            );
          }
        }
        if (round === 2) break;
        const replayed = await anton(variables, ...DLQ_REPLAY, '--json');
        expect(replayed.objects().at(-1)).toMatchObject({ summary: { replayed: poison.length, kept: 0 } });
        await becomes({ dead: poison.length, ready: 0, delayed: 0 });
      }
      for (const { id } of good) expect(attempts.get(id)).toEqual([1]);
    });

    const refused = await anton(variables, 'dlq', 'purge', '--yes');
    expect(refused).toMatchObject({ status: 1, err: expect.stringContaining('--all') });
    const unasked = await anton(variables, 'dlq', 'purge', '--all');
    expect(unasked).toMatchObject({ status: 1, err: expect.stringContaining('add --yes') });
    const dry = await anton(variables, 'dlq', 'purge', '--category', 'body_not_json', '--dry-run');
    expect(dry.out).toMatch(/\n5 would be removed$/);
    const purged = await anton(variables, 'dlq', 'purge', '--category', 'body_not_json', '--yes');
    expect(purged.out).toMatch(/\n5 removed$/);
    const rest = poison.length - OF_EACH_POISON;
    expect((await anton(variables, 'dlq', 'purge', '--all', '--yes', '--json')).objects()).toHaveLength(rest);
    await becomes({ dead: 0 });
  }, 180_000);
});
