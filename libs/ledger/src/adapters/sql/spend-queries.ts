import type { Kysely, UpdateObject } from 'kysely';
import { sql } from 'kysely';
import type { SpendRecord } from '../../ledger.port';
import { spendRow } from './ledger-rows';
import type { LedgerSchema } from './ledger.schema';

type SpendChange = UpdateObject<LedgerSchema, 'spend'>;

const REPLACED: SpendChange = {
  usd: sql`excluded.usd`,
  price_table: sql`excluded.price_table`,
  held_usd: sql`excluded.held_usd`,
  input_tokens: sql`excluded.input_tokens`,
  cache_read_tokens: sql`excluded.cache_read_tokens`,
  cache_write_tokens: sql`excluded.cache_write_tokens`,
  output_tokens: sql`excluded.output_tokens`,
  at: sql`excluded.at`,
};

/** A price that is unknown on either side makes the sum unknown. */
const ADDED: SpendChange = {
  usd: sql`spend.usd + excluded.usd`,
  price_table: sql`excluded.price_table`,
  input_tokens: sql`spend.input_tokens + excluded.input_tokens`,
  cache_read_tokens: sql`spend.cache_read_tokens + excluded.cache_read_tokens`,
  cache_write_tokens: sql`spend.cache_write_tokens + excluded.cache_write_tokens`,
  output_tokens: sql`spend.output_tokens + excluded.output_tokens`,
  at: sql`excluded.at`,
};

/** A run's spend is its total and replaces what was there; the router's calls of one attempt add up. */
export async function recordSpend(db: Kysely<LedgerSchema>, spend: SpendRecord): Promise<void> {
  await db
    .insertInto('spend')
    .values(spendRow(spend))
    .onConflict((conflict) =>
      conflict
        .columns(['task_id', 'attempt', 'role', 'model'])
        .doUpdateSet(spend.role === 'run' ? REPLACED : ADDED),
    )
    .execute();
}

/** US dollars since `since`, of every task or of those of one repository. */
export async function spentSince(
  db: Kysely<LedgerSchema>,
  since: Date,
  repository?: string,
): Promise<number> {
  const all = db
    .selectFrom('spend')
    .select((is) => is.fn.sum<number | null>(is.fn.coalesce('usd', 'held_usd')).as('usd'))
    .where('at', '>=', since.toISOString());
  const query = repository === undefined ? all : all.where('repository', '=', repository);
  const { usd } = await query.executeTakeFirstOrThrow();
  return usd ?? 0;
}
