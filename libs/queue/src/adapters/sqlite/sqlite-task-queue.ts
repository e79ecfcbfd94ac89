import { migrate, openSqlite } from '@anton/database';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { AlreadyConsumingError, QueueUnavailableError } from '../../queue.errors';
import {
  TaskQueue,
  type ConsumeOptions,
  type DeadLetter,
  type DeliveryHandler,
  type OutgoingMessage,
  type ParkedDelivery,
  type QueueConsumer,
  type QueueDepth,
  type ReviewDecision,
} from '../../task-queue.port';
import { BoundedWrites } from './bounded-writes';
import { MessageStore } from './message-store';
import { readDeadLetters, readDepth, readParked } from './queue-reader';
import { reviewDeadLetters, reviewParked } from './queue-review';
import { SqliteConsumer } from './sqlite-consumer';
import {
  resolveOptions,
  type ResolvedSqliteQueueOptions,
  type SqliteQueueOptions,
} from './sqlite-queue.options';
import { QUEUE_MIGRATIONS, type QueueSchema } from './sqlite-queue.schema';

/** The queue in a SQLite file of its own, for the processes of one machine. */
export class SqliteTaskQueue extends TaskQueue implements OnApplicationShutdown {
  private readonly store: MessageStore;
  private readonly writes: BoundedWrites;
  private consumer: SqliteConsumer | undefined;

  constructor(
    private readonly db: Kysely<QueueSchema>,
    private readonly options: ResolvedSqliteQueueOptions,
  ) {
    super();
    this.store = new MessageStore(db, options);
    this.writes = new BoundedWrites(options.maxInFlight, options.publishTimeoutMs);
  }

  /** After every HTTP listener and microservice of the application has stopped. */
  async onApplicationShutdown(): Promise<void> {
    await this.consumer?.close();
    await this.db.destroy();
  }

  async publish(message: OutgoingMessage): Promise<void> {
    if (!(await this.writes.run(async () => this.store.insert(message)))) throw this.full();
    this.consumer?.wake();
  }

  async park(delivery: ParkedDelivery): Promise<void> {
    const { source, reason, rawBody: raw_body } = delivery;
    const headers = JSON.stringify(delivery.headers);
    const row = { source, reason, headers, raw_body, received_at: delivery.receivedAt.getTime() };
    await this.writes.run(async () => this.db.insertInto('parked').values(row).execute());
  }

  async consume(handler: DeliveryHandler, options: ConsumeOptions): Promise<QueueConsumer> {
    if (this.consumer !== undefined) throw new AlreadyConsumingError();
    this.consumer = new SqliteConsumer(this.store, handler, options, this.options);
    await this.consumer.start();
    return this.consumer;
  }

  async probe(): Promise<void> {
    const at = Date.now();
    await this.writes.run(async () =>
      this.db
        .insertInto('probes')
        .values({ id: 1, at })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
        .execute(),
    );
    if (await this.store.isFull()) throw this.full();
  }

  depth(): Promise<QueueDepth> {
    return readDepth(this.db);
  }

  deadLetters(limit: number): Promise<readonly DeadLetter[]> {
    return readDeadLetters(this.db, limit);
  }

  parked(limit: number): Promise<readonly ParkedDelivery[]> {
    return readParked(this.db, limit);
  }

  reviewParked(decide: (delivery: ParkedDelivery) => Promise<ReviewDecision>, limit: number): Promise<void> {
    return reviewParked(this.db, decide, limit);
  }

  reviewDeadLetters(decide: (letter: DeadLetter) => Promise<ReviewDecision>, limit: number): Promise<void> {
    return reviewDeadLetters(this.db, decide, limit);
  }

  private full(): QueueUnavailableError {
    return new QueueUnavailableError(`${this.options.maxReady} messages wait in the queue already`);
  }
}

/** Opens, or makes, the queue's file. @throws DatabaseDownError, MigrationFailedError */
export async function openSqliteQueue(options: SqliteQueueOptions): Promise<SqliteTaskQueue> {
  const resolved = resolveOptions(options);
  const db = openSqlite<QueueSchema>(resolved.file, { busyTimeoutMs: resolved.publishTimeoutMs });
  try {
    await migrate(db, QUEUE_MIGRATIONS);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return new SqliteTaskQueue(db, resolved);
}
