import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { taskQueueContract, type QueueSettings } from '@anton/testing/task-queue';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskQueue, type OutgoingMessage } from '../../task-queue.port';
import { SqliteQueueModule } from './sqlite-queue.module';
import type { SqliteQueueOptions } from './sqlite-queue.options';
import { openSqliteQueue, type SqliteTaskQueue } from './sqlite-task-queue';

const newFolder = async () => mkdtemp(join(tmpdir(), 'anton-queue-'));
const PATIENCE = { timeout: 10_000, interval: 10 };

taskQueueContract('SqliteTaskQueue', async (settings: QueueSettings) => {
  const folder = await newFolder();
  const options: SqliteQueueOptions = { ...settings, file: join(folder, 'queue.db'), pollIntervalMs: 20 };
  const open: SqliteTaskQueue[] = [];
  const again = async () => {
    const queue = await openSqliteQueue(options);
    open.push(queue);
    return queue;
  };
  return {
    queue: await again(),
    again,
    opener: { file: new URL('./sqlite-task-queue.ts', import.meta.url), opener: 'openSqliteQueue', options },
    breakDown: async () => {
      const holder = new DatabaseSync(options.file);
      holder.exec('begin immediate');
      return async () => holder.close();
    },
    close: async () => {
      await Promise.all(open.map(async (queue) => queue.onApplicationShutdown()));
      await rm(folder, { recursive: true });
    },
  };
});

describe('SqliteTaskQueue', () => {
  let folder: string;
  let file: string;
  const open: SqliteTaskQueue[] = [];

  const opened = async (options: Partial<SqliteQueueOptions> = {}): Promise<SqliteTaskQueue> => {
    const queue = await openSqliteQueue({ file, pollIntervalMs: 20, ...options });
    open.push(queue);
    return queue;
  };
  const message = (id: string): OutgoingMessage => ({
    id,
    routingKey: 'task.test.p3',
    body: '{}',
  });
  const inFile = (statement: string): void => {
    const database = new DatabaseSync(file);
    database.exec(statement);
    database.close();
  };
  const foreign = 'elsewhere/1/1/x';

  beforeEach(async () => {
    folder = await newFolder();
    file = join(folder, 'queue.db');
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(async (queue) => queue.onApplicationShutdown()));
    await rm(folder, { recursive: true });
  });

  it('wakes its own consumer at once', async () => {
    const queue = await opened({ pollIntervalMs: 60_000 });
    const handler = vi.fn(async () => ({ kind: 'ack' }) as const);
    await queue.consume(handler, { prefetch: 1 });
    await queue.publish(message('one'));
    await vi.waitFor(() => expect(handler).toHaveBeenCalledOnce(), PATIENCE);
  });

  it('refuses a second consumer', async () => {
    const queue = await opened();
    await queue.consume(async () => ({ kind: 'ack' }), { prefetch: 1 });
    await expect(queue.consume(async () => ({ kind: 'ack' }), { prefetch: 1 })).rejects.toMatchObject({
      code: 'already_consuming',
    });
  });

  it('refuses messages when too many wait, and says so before', async () => {
    const queue = await opened({ maxReady: 2 });
    await queue.publish(message('a'));
    await queue.probe();
    await queue.publish(message('b'));
    await expect(queue.publish(message('c'))).rejects.toMatchObject({ code: 'queue_unavailable' });
    await expect(queue.probe()).rejects.toMatchObject({ code: 'queue_unavailable' });
    expect(await queue.depth()).toMatchObject({ ready: 2 });
  });

  it('waits for the lease of a consumer on another machine', async () => {
    const queue = await opened({ visibilityTimeoutMs: 300 });
    await queue.publish(message('one'));
    const until = Date.now() + 500;
    inFile(`update messages set owner = '${foreign}', lease_until = ${until}`);
    const taken: number[] = [];
    await queue.consume(
      async () => {
        taken.push(Date.now());
        return { kind: 'ack' };
      },
      { prefetch: 1 },
    );
    await vi.waitFor(() => expect(taken).toHaveLength(1), PATIENCE);
    expect(taken[0]).toBeGreaterThanOrEqual(until);
  });

  it('takes at once what a dead process of this machine had claimed', async () => {
    const queue = await opened();
    await queue.publish(message('one'));
    const dead = `${hostname()}/${process.pid}/1/x`;
    inFile(`update messages set owner = '${dead}', lease_until = ${Date.now() + 3_600_000}`);
    const handler = vi.fn(async () => ({ kind: 'ack' }) as const);
    await queue.consume(handler, { prefetch: 1 });
    await vi.waitFor(() => expect(handler).toHaveBeenCalledOnce(), PATIENCE);
  });

  it('buries a message that was lost too often', async () => {
    const queue = await opened({ deliveryLimit: 3 });
    await queue.publish(message('killer'));
    inFile(`update messages set owner = '${foreign}', lease_until = 1, losses = 2, attempts = 1`);
    await queue.consume(async () => ({ kind: 'ack' }), { prefetch: 1 });
    await vi.waitFor(async () => expect(await queue.depth()).toMatchObject({ dead: 1, ready: 0 }), PATIENCE);
    expect(await queue.deadLetters(1)).toMatchObject([
      { id: 'killer', category: 'delivery_limit', attempts: 4 },
    ]);
  });

  it('settles a handled message when the file can be written again', async () => {
    const queue = await opened({ publishTimeoutMs: 50 });
    await queue.publish(message('one'));
    const holder = new DatabaseSync(file);
    const handler = vi.fn(async () => {
      holder.exec('begin immediate');
      setTimeout(() => holder.close(), 300);
      return { kind: 'ack' } as const;
    });
    await queue.consume(handler, { prefetch: 1 });
    await vi.waitFor(async () => expect(handler).toHaveBeenCalled(), PATIENCE);
    await vi.waitFor(
      async () => expect(await queue.depth()).toMatchObject({ ready: 0, unacknowledged: 0 }),
      PATIENCE,
    );
    expect(handler).toHaveBeenCalledOnce();
  });

  it('is provided by its module, and closed with the application after the last handler', async () => {
    const app = await Test.createTestingModule({ imports: [SqliteQueueModule.forRoot({ file })] }).compile();
    await app.init();
    const queue = app.get(TaskQueue);
    let isHandled = false;
    const started = new Promise<void>((resolve) => {
      void queue.consume(
        async () => {
          resolve();
          await new Promise((handled) => setTimeout(handled, 50));
          isHandled = true;
          return { kind: 'ack' };
        },
        { prefetch: 1 },
      );
    });
    await queue.publish(message('one'));
    await started;
    await app.close();
    expect(isHandled).toBe(true);
    expect(await (await opened()).depth()).toMatchObject({ ready: 0, unacknowledged: 0 });
  });
});
