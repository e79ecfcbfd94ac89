import type { Migrations } from '@anton/database';
import { sql, type ColumnDefinitionBuilder, type Generated, type Kysely } from 'kysely';

/** The tables of the embedded queue. Times are milliseconds since 1970; failures and headers are JSON text. */
export interface QueueSchema {
  messages: MessagesTable;
  dead_letters: DeadLettersTable;
  parked: ParkedTable;
  probes: { id: number; at: number };
}

export interface MessagesTable {
  seq: Generated<number>;
  id: string;
  /** 0 urgent, 1 normal: the order of claiming. */
  lane: number;
  routing_key: string;
  body: string;
  traceparent: string | null;
  published_at: number;
  /** Not to be claimed before; the time of publishing, or of the retry step. */
  available_at: number;
  /** Attempts that a handler has failed. */
  attempts: Generated<number>;
  /** Claims whose consumer died. */
  losses: Generated<number>;
  first_failure: string | null;
  last_failure: string | null;
  /** Who has claimed it, or null. */
  owner: string | null;
  lease_until: number | null;
}

export interface DeadLettersTable {
  seq: Generated<number>;
  id: string;
  lane: number;
  routing_key: string;
  body: string;
  traceparent: string | null;
  published_at: number;
  attempts: number;
  category: string;
  first_failure: string;
  last_failure: string;
  died_at: number;
}

export interface ParkedTable {
  seq: Generated<number>;
  source: string;
  reason: string;
  headers: string;
  raw_body: Uint8Array;
  received_at: number;
}

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const zero = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(0);
const numbered = (column: ColumnDefinitionBuilder) => column.primaryKey().autoIncrement();

async function messages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('messages')
    .addColumn('seq', 'integer', numbered)
    .addColumn('id', 'text', required)
    .addColumn('lane', 'integer', required)
    .addColumn('routing_key', 'text', required)
    .addColumn('body', 'text', required)
    .addColumn('traceparent', 'text')
    .addColumn('published_at', 'integer', required)
    .addColumn('available_at', 'integer', required)
    .addColumn('attempts', 'integer', zero)
    .addColumn('losses', 'integer', zero)
    .addColumn('first_failure', 'text')
    .addColumn('last_failure', 'text')
    .addColumn('owner', 'text')
    .addColumn('lease_until', 'integer')
    .execute();
  const free = sql<boolean>`owner is null`;
  const claimed = sql<boolean>`owner is not null`;
  await db.schema
    .createIndex('messages_free')
    .on('messages')
    .columns(['lane', 'available_at', 'seq'])
    .where(free)
    .execute();
  await db.schema.createIndex('messages_claimed').on('messages').column('owner').where(claimed).execute();
}

async function deadLetters(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('dead_letters')
    .addColumn('seq', 'integer', numbered)
    .addColumn('id', 'text', required)
    .addColumn('lane', 'integer', required)
    .addColumn('routing_key', 'text', required)
    .addColumn('body', 'text', required)
    .addColumn('traceparent', 'text')
    .addColumn('published_at', 'integer', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('category', 'text', required)
    .addColumn('first_failure', 'text', required)
    .addColumn('last_failure', 'text', required)
    .addColumn('died_at', 'integer', required)
    .execute();
}

async function parked(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('parked')
    .addColumn('seq', 'integer', numbered)
    .addColumn('source', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('headers', 'text', required)
    .addColumn('raw_body', 'blob', required)
    .addColumn('received_at', 'integer', required)
    .execute();
}

async function probes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('probes')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'integer', required)
    .execute();
}

/** A released step never changes: add another one. */
export const QUEUE_MIGRATIONS: Migrations = {
  '001_queue': {
    up: async (db: Kysely<unknown>) => {
      await messages(db);
      await deadLetters(db);
      await parked(db);
      await probes(db);
    },
  },
};
