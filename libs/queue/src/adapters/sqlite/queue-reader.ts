import { sql, type Kysely, type Selectable } from 'kysely';
import type { DeadLetter, DeliveryFailure, ParkedDelivery, QueueDepth } from '../../task-queue.port';
import type { DeadLettersTable, ParkedTable, QueueSchema } from './sqlite-queue.schema';

const read = <T>(text: string): T => JSON.parse(text) as T;

/** Messages by where they stand. */
export async function readDepth(db: Kysely<QueueSchema>): Promise<QueueDepth> {
  const now = Date.now();
  const due = sql`from messages where owner is null and available_at <= ${now}`;
  const counts = sql<QueueDepth>`select
    (select count(*) ${due}) as "ready",
    (select count(*) from messages where owner is null and available_at > ${now}) as "delayed",
    (select count(*) from messages where owner is not null) as "unacknowledged",
    (select count(*) from dead_letters) as "dead",
    (select count(*) from parked) as "parked",
    (select ${now} - min(published_at) ${due}) as "oldestReadyMs"`;
  const [depth] = (await counts.execute(db)).rows;
  if (depth === undefined) throw new Error('a select without a table gave no row');
  return depth;
}

/** Oldest first. */
export async function readDeadLetters(db: Kysely<QueueSchema>, limit: number): Promise<DeadLetter[]> {
  const rows = await db.selectFrom('dead_letters').selectAll().orderBy('seq').limit(limit).execute();
  return rows.map(deadLetterOf);
}

/** A dead letter from its row. */
export function deadLetterOf(row: Selectable<DeadLettersTable>): DeadLetter {
  return {
    id: row.id,
    routingKey: row.routing_key,
    body: row.body,
    traceparent: row.traceparent ?? undefined,
    publishedAt: new Date(row.published_at),
    attempts: row.attempts,
    category: row.category,
    firstFailure: read<DeliveryFailure>(row.first_failure),
    lastFailure: read<DeliveryFailure>(row.last_failure),
    diedAt: new Date(row.died_at),
  };
}

/** Oldest first. */
export async function readParked(db: Kysely<QueueSchema>, limit: number): Promise<ParkedDelivery[]> {
  const rows = await db.selectFrom('parked').selectAll().orderBy('seq').limit(limit).execute();
  return rows.map(parkedOf);
}

/** A parked delivery from its row. */
export function parkedOf(row: Selectable<ParkedTable>): ParkedDelivery {
  return {
    source: row.source,
    reason: row.reason,
    headers: read<Record<string, string>>(row.headers),
    rawBody: Buffer.from(row.raw_body),
    receivedAt: new Date(row.received_at),
  };
}
