import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  QueueUnavailableError,
  SqliteQueueModule,
  TaskQueue,
  type Delivery,
  type DeliveryOutcome,
  type QueueConsumer,
} from '@anton/queue';
import { replayDeadLetters, type ReplayedLetter, type ReplayedSelection } from './replay-dead-letters';

@Module({})
class QueueModule {}

const HOUR_MS = 3_600_000;
const NONE: readonly string[] = [];
/** The id of a message says why it dies. */
const dies = async ({ id }: Delivery): Promise<DeliveryOutcome> => {
  const [code = ''] = id.split('-');
  return { kind: 'dead_letter', failure: { code, message: `it failed with ${code}`, category: 'permanent' } };
};

describe('replayDeadLetters', () => {
  let folder: string;
  let app: INestApplicationContext;
  let queue: TaskQueue;
  let consumer: QueueConsumer;
  let told: ReplayedLetter[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anton-letters-'));
    const imports = [SqliteQueueModule.forRoot({ file: join(folder, 'queue.db') })];
    app = await NestFactory.createApplicationContext({ module: QueueModule, imports }, { logger: false });
    queue = app.get(TaskQueue);
    consumer = await queue.consume(dies, { prefetch: 1 });
    told = [];
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const deadBecome = async (dead: number): Promise<void> => {
    await expect.poll(async () => queue.depth(), { interval: 5 }).toMatchObject({ dead, ready: 0 });
  };
  async function bury(...messages: readonly (readonly [id: string, routingKey: string])[]): Promise<void> {
    for (const [id, routingKey] of messages) await queue.publish({ id, routingKey, body: '{}' });
    await deadBecome(messages.length);
    consumer.pause();
  }
  const replay = (selection: Partial<ReplayedSelection> = {}) =>
    replayDeadLetters(queue, { limit: 100, isDryRun: false, ...selection }, (one) => told.push(one));
  const left = async (): Promise<string[]> => (await queue.deadLetters(100)).map(({ id }) => id);
  const three: readonly (readonly [string, string])[] = [
    ['bad-1', 'task.jira.p3'],
    ['worse-1', 'task.generic/billing.p1'],
    ['bad-2', 'signal.datadog.recovered'],
  ];

  it('puts everything into the queue again, once, and tells of each', async () => {
    await bury(...three);
    expect(await replay()).toEqual({ replayed: 3, kept: 0, stoppedBy: null });
    expect(told).toMatchObject([
      { place: 1, id: 'bad-1', source: 'jira', category: 'bad', attempts: 1, status: 'replayed' },
      { place: 2, id: 'worse-1', source: 'generic/billing' },
      { place: 3, id: 'bad-2', source: 'datadog' },
    ]);
    expect(await queue.depth()).toMatchObject({ dead: 0, ready: 3 });
  });

  it.each([
    [{ category: 'bad' }, ['bad-1', 'bad-2']],
    [{ category: 'bad', limit: 1 }, ['bad-1']],
    [{ source: 'Generic/Billing' }, ['worse-1']],
    [{ source: 'generic' }, NONE],
    [{ id: 'bad-2' }, ['bad-2']],
    [{ category: 'bad', source: 'datadog' }, ['bad-2']],
    [{ olderThanMs: HOUR_MS }, NONE],
    [{ newerThanMs: HOUR_MS }, ['bad-1', 'worse-1', 'bad-2']],
  ])('takes what fits every filter: %j', async (selection, ids) => {
    await bury(...three);
    expect(await replay(selection)).toMatchObject({ replayed: ids.length });
    expect(told.map(({ id }) => id)).toEqual(ids);
    expect(await left()).toEqual(three.map(([id]) => id).filter((id) => !ids.includes(id)));
  });

  it('knows old ones from new ones by when they died', async () => {
    await bury(...three);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * HOUR_MS);
    expect(await replay({ newerThanMs: HOUR_MS })).toMatchObject({ replayed: 0 });
    expect(await replay({ olderThanMs: HOUR_MS, isDryRun: true })).toMatchObject({ replayed: 3 });
  });

  it('publishes and removes nothing when it is a dry run', async () => {
    await bury(...three);
    expect(await replay({ isDryRun: true })).toEqual({ replayed: 3, kept: 0, stoppedBy: null });
    expect(await queue.depth()).toMatchObject({ dead: 3, ready: 0 });
  });

  it('does not meet again what dies again meanwhile', async () => {
    await bury(...three);
    consumer.resume();
    expect(await replay()).toMatchObject({ replayed: 3 });
    await deadBecome(3);
    expect(told).toHaveLength(3);
  });

  it('stops where the queue is down, says how far it came, and loses nothing', async () => {
    await bury(...three);
    const publish = queue.publish.bind(queue);
    vi.spyOn(queue, 'publish').mockImplementation(async (message) => {
      if (message.id === 'worse-1')
        throw new QueueUnavailableError('the queue did not confirm within 5000 ms');
      return publish(message);
    });
    expect(await replay()).toMatchObject({ replayed: 1, stoppedBy: { code: 'queue_unavailable' } });
    expect(await left()).toEqual(['worse-1', 'bad-2']);
  });

  it('keeps what it does not know the way of', async () => {
    await bury(['bad-1', 'task.jira.p3']);
    const [letter] = await queue.deadLetters(1);
    if (letter === undefined) throw new Error('there is no letter');
    vi.spyOn(queue, 'reviewDeadLetters').mockImplementation(async (decide) => {
      expect(await decide({ ...letter, routingKey: null })).toBe('keep');
    });
    expect(await replay()).toEqual({ replayed: 0, kept: 1, stoppedBy: null });
    expect(told).toMatchObject([{ status: 'kept', reason: expect.stringContaining('no routing key') }]);
  });
});
