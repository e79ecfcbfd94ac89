import type { Migrations } from '@anton/database';
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';
import type { LedgerDialect } from './ledger.dialect';

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const ofTask = (column: ColumnDefinitionBuilder) => column.notNull().references('tasks.task_id');

async function tasks(db: Kysely<unknown>, { text }: LedgerDialect): Promise<void> {
  await db.schema
    .createTable('tasks')
    .addColumn('task_id', text, (column) => column.primaryKey().notNull())
    .addColumn('logical_key', text, (column) => column.notNull().unique())
    .addColumn('source', text, required)
    .addColumn('correlation_key', text, required)
    .addColumn('priority', text, required)
    .addColumn('task', text, required)
    .addColumn('hash', text, required)
    .addColumn('state', text, required)
    .addColumn('reason', text)
    .addColumn('outcome', text)
    .addColumn('route', text)
    .addColumn('attempts', 'integer', required)
    .addColumn('not_before', text)
    .addColumn('accepted_at', text, required)
    .addColumn('updated_at', text, required)
    .execute();
  const index = (name: string) => db.schema.createIndex(name).on('tasks');
  await index('tasks_by_urgency').columns(['state', 'priority', 'accepted_at']).execute();
  await index('tasks_by_correlation').columns(['correlation_key', 'state']).execute();
  await index('tasks_by_age').column('accepted_at').execute();
}

async function runs(db: Kysely<unknown>, { text }: LedgerDialect): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('task_id', text, ofTask)
    .addColumn('attempt', 'integer', required)
    .addColumn('executor', text, required)
    .addColumn('handle', text)
    .addColumn('state', text, required)
    .addColumn('reason', text)
    .addColumn('report', text)
    .addColumn('deadline_at', text, required)
    .addColumn('created_at', text, required)
    .addColumn('updated_at', text, required)
    .addPrimaryKeyConstraint('runs_key', ['task_id', 'attempt'])
    .execute();
  await db.schema.createIndex('runs_by_state').on('runs').column('state').execute();
}

async function events(db: Kysely<unknown>, { text, rowNumber }: LedgerDialect): Promise<void> {
  await db.schema
    .createTable('events')
    .addColumn('seq', rowNumber.type, rowNumber.build)
    .addColumn('task_id', text, ofTask)
    .addColumn('attempt', 'integer')
    .addColumn('at', text, required)
    .addColumn('from_state', text)
    .addColumn('to_state', text, required)
    .addColumn('outcome', text)
    .addColumn('reason', text)
    .execute();
  await db.schema.createIndex('events_by_task').on('events').columns(['task_id', 'seq']).execute();
}

async function spend(db: Kysely<unknown>, { text }: LedgerDialect): Promise<void> {
  await db.schema
    .createTable('spend')
    .addColumn('task_id', text, ofTask)
    .addColumn('attempt', 'integer', required)
    .addColumn('role', text, required)
    .addColumn('model', text, required)
    .addColumn('usd', 'double precision')
    .addColumn('input_tokens', 'integer', required)
    .addColumn('cache_read_tokens', 'integer', required)
    .addColumn('cache_write_tokens', 'integer', required)
    .addColumn('output_tokens', 'integer', required)
    .addColumn('at', text, required)
    .addPrimaryKeyConstraint('spend_key', ['task_id', 'attempt', 'role', 'model'])
    .execute();
  await db.schema.createIndex('spend_by_time').on('spend').column('at').execute();
}

async function probes(db: Kysely<unknown>, { text }: LedgerDialect): Promise<void> {
  await db.schema
    .createTable('probes')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('at', text, required)
    .execute();
}

async function signals(db: Kysely<unknown>, { text }: LedgerDialect): Promise<void> {
  await db.schema
    .createTable('signals')
    .addColumn('signal_id', text, (column) => column.primaryKey().notNull())
    .addColumn('source', text, required)
    .addColumn('kind', text, required)
    .addColumn('correlation_key', text, required)
    .addColumn('reason', text, required)
    .addColumn('occurred_at', text, required)
    .addColumn('received_at', text, required)
    .execute();
  await db.schema
    .createIndex('signals_by_object')
    .on('signals')
    .columns(['correlation_key', 'occurred_at'])
    .execute();
}

async function spendOfRepositories(db: Kysely<unknown>, { text }: LedgerDialect): Promise<void> {
  await db.schema.alterTable('spend').addColumn('repository', text).execute();
  await db.schema.createIndex('spend_by_repository').on('spend').columns(['repository', 'at']).execute();
}

async function leases(db: Kysely<unknown>, { text }: LedgerDialect): Promise<void> {
  await db.schema
    .createTable('leases')
    .addColumn('name', text, (column) => column.primaryKey().notNull())
    .addColumn('owner', text, required)
    .addColumn('fence', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .execute();
}

async function intents(db: Kysely<unknown>, { text }: LedgerDialect): Promise<void> {
  await db.schema
    .createTable('intents')
    .addColumn('intent_id', text, (column) => column.primaryKey().notNull())
    .addColumn('task_id', text, ofTask)
    .addColumn('kind', text, required)
    .addColumn('asked_by', text, required)
    .addColumn('asked_at', text, required)
    .addColumn('reason', text)
    .addColumn('is_forced', 'integer', required)
    .addColumn('is_routed_anew', 'integer', required)
    .addColumn('answer', text)
    .addColumn('detail', text)
    .addColumn('answered_at', text)
    .execute();
  await db.schema.createIndex('intents_by_answer').on('intents').column('answered_at').execute();
  await db.schema.createIndex('intents_by_task').on('intents').column('task_id').execute();
  await db.schema.alterTable('tasks').addColumn('reopened_at', text).execute();
}

async function prices(db: Kysely<unknown>, { text }: LedgerDialect): Promise<void> {
  await db.schema.alterTable('spend').addColumn('price_table', text).execute();
  await db.schema.alterTable('spend').addColumn('held_usd', 'double precision').execute();
}

async function tombstones(db: Kysely<unknown>, { text }: LedgerDialect): Promise<void> {
  await db.schema.alterTable('tasks').addColumn('pruned_at', text).execute();
  await db.schema
    .createIndex('tasks_by_end')
    .on('tasks')
    .columns(['state', 'pruned_at', 'updated_at'])
    .execute();
}

/** The ledger's tables for one SQL server. A released step never changes: add another one. */
export function ledgerMigrations(dialect: LedgerDialect): Migrations {
  return {
    '001_ledger': {
      up: async (db: Kysely<unknown>) => {
        await tasks(db, dialect);
        await runs(db, dialect);
        await events(db, dialect);
        await spend(db, dialect);
        await probes(db, dialect);
      },
    },
    '002_signals': { up: (db: Kysely<unknown>) => signals(db, dialect) },
    '003_spend_of_repositories': { up: (db: Kysely<unknown>) => spendOfRepositories(db, dialect) },
    '004_leases': { up: (db: Kysely<unknown>) => leases(db, dialect) },
    '005_intents': { up: (db: Kysely<unknown>) => intents(db, dialect) },
    '006_prices': { up: (db: Kysely<unknown>) => prices(db, dialect) },
    '007_tombstones': { up: (db: Kysely<unknown>) => tombstones(db, dialect) },
  };
}
