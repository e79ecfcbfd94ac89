import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IntakeAnswer } from '@anton/intake';
import { QueueUnavailableError, SqliteQueueModule, TaskQueue, type ParkedDelivery } from '@anton/queue';
import { replayParked, type ReplayedDelivery, type ReplaySelection } from './replay-parked';

@Module({})
class QueueModule {}

const RECEIVED = new Date('2026-11-25T07:58:12.345Z');

describe('replayParked', () => {
  let folder: string;
  let app: INestApplicationContext;
  let queue: TaskQueue;
  let told: ReplayedDelivery[];
  let taken: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anton-replay-'));
    const imports = [SqliteQueueModule.forRoot({ file: join(folder, 'queue.db') })];
    app = await NestFactory.createApplicationContext({ module: QueueModule, imports }, { logger: false });
    queue = app.get(TaskQueue);
    [told, taken] = [[], []];
  });
  afterEach(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The text of a body says what the intake makes of it. */
  async function park(source: string, ...bodies: readonly string[]): Promise<void> {
    for (const body of bodies)
      await queue.park({
        source,
        reason: 'old',
        headers: {},
        rawBody: Buffer.from(body),
        receivedAt: RECEIVED,
      });
  }
  async function retake({ rawBody }: ParkedDelivery): Promise<IntakeAnswer> {
    const body = rawBody.toString();
    taken.push(body);
    if (body.startsWith('task')) return { status: 'accepted', taskId: body };
    if (body.startsWith('signal')) return { status: 'accepted', signalId: body };
    if (body.startsWith('down')) throw new QueueUnavailableError('the queue did not confirm within 5000 ms');
    return { status: body.startsWith('ignored') ? 'ignored' : 'parked', reason: `${body} now` };
  }
  const replay = (selection: Partial<ReplaySelection> = {}) =>
    replayParked({ queue, intake: { retake } }, { limit: 100, isDryRun: false, ...selection }, (one) =>
      told.push(one),
    );
  const left = async (): Promise<string[]> =>
    (await queue.parked(100)).map(({ rawBody }) => rawBody.toString());

  it('removes what is durable or asks for nothing, keeps the rest, and tells of each', async () => {
    await park('jira', 'task-1', 'ignored-1', 'unreadable', 'signal-1');
    expect(await replay()).toEqual({ accepted: 2, ignored: 1, kept: 1, stoppedBy: null });
    const about = { source: 'jira', receivedAt: RECEIVED.toISOString() };
    expect(told).toEqual([
      { ...about, place: 1, bytes: 6, status: 'accepted', id: 'task-1' },
      { ...about, place: 2, bytes: 9, status: 'ignored', reason: 'ignored-1 now' },
      { ...about, place: 3, bytes: 10, status: 'kept', reason: 'unreadable now' },
      { ...about, place: 4, bytes: 8, status: 'accepted', id: 'signal-1' },
    ]);
    expect(await left()).toEqual(['unreadable']);
    expect(await replay()).toMatchObject({ accepted: 0, kept: 1 });
    expect((await queue.depth()).parked).toBe(1);
  });

  it('stops where the queue is down, says how far it came, and loses nothing', async () => {
    await park('jira', 'task-1', 'down', 'task-2');
    const summary = await replay();
    expect(summary).toMatchObject({ accepted: 1, stoppedBy: { code: 'queue_unavailable' } });
    expect(taken).toEqual(['task-1', 'down']);
    expect(await left()).toEqual(['down', 'task-2']);
  });

  it('takes so many of one source, past those of others, by their place among all', async () => {
    await park('jira', 'task-j');
    await park('sonar', 'task-1', 'task-2', 'task-3');
    expect(await replay({ source: 'sonar', limit: 2 })).toMatchObject({ accepted: 2 });
    expect(told.map(({ place }) => place)).toEqual([2, 3]);
    expect(await left()).toEqual(['task-j', 'task-3']);
    expect(await replay({ source: 'nobody' })).toEqual({ accepted: 0, ignored: 0, kept: 0, stoppedBy: null });
  });

  it('takes so many of all', async () => {
    await park('jira', 'unreadable', 'task-1', 'task-2');
    expect(await replay({ limit: 2 })).toMatchObject({ accepted: 1, kept: 1 });
    expect(await left()).toEqual(['unreadable', 'task-2']);
  });

  it('removes nothing when it is a dry run', async () => {
    await park('jira', 'task-1', 'ignored-1', 'unreadable');
    expect(await replay({ isDryRun: true })).toEqual({ accepted: 1, ignored: 1, kept: 1, stoppedBy: null });
    expect(await left()).toHaveLength(3);
  });
});
