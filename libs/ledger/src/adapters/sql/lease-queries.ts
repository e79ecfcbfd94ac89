import { sql, type Kysely, type Transaction } from 'kysely';
import type { Fence, Lease, LeaseRequest } from '../../ledger.port';
import type { LedgerDialect } from './ledger.dialect';
import type { LedgerSchema } from './ledger.schema';

/** Takes or renews a lease in one guarded update, or makes it; null while another owner has it. */
export async function takeLease(
  db: Kysely<LedgerSchema>,
  { now }: LedgerDialect,
  { name, owner, ttlMs, isGone = () => false }: LeaseRequest,
): Promise<Lease | null> {
  const until = sql<number>`${now} + ${sql.lit(ttlMs)}`;
  const held = await db.selectFrom('leases').select('owner').where('name', '=', name).executeTakeFirst();
  if (held === undefined) {
    const made = await db
      .insertInto('leases')
      .values({ name, owner, fence: 1, expires_at: until })
      .onConflict((conflict) => conflict.doNothing())
      .returning('fence')
      .executeTakeFirst();
    if (made !== undefined) return { name, owner, fence: 1 };
  }
  const mine = isGone(held?.owner ?? owner) ? [owner, held?.owner ?? owner] : [owner];
  const taken = await db
    .updateTable('leases')
    .set({
      owner,
      fence: sql<number>`case when owner = ${owner} then fence else fence + 1 end`,
      expires_at: until,
    })
    .where('name', '=', name)
    .where((is) => is.or([is('owner', 'in', mine), is('expires_at', '<=', now)]))
    .returning('fence')
    .executeTakeFirst();
  return taken === undefined ? null : { name, owner, fence: Number(taken.fence) };
}

/** Lets the lease expire now; its fence goes on counting. */
export async function releaseLease(
  db: Kysely<LedgerSchema>,
  { name, owner }: Pick<Lease, 'name' | 'owner'>,
): Promise<void> {
  await db
    .updateTable('leases')
    .set({ expires_at: 0 })
    .where('name', '=', name)
    .where('owner', '=', owner)
    .execute();
}

/** True while nobody else has taken the lease; then nobody can before the end of the transaction. */
export async function isCurrentFence(
  trx: Transaction<LedgerSchema>,
  { locksRows }: LedgerDialect,
  { lease, number }: Fence,
): Promise<boolean> {
  const query = trx.selectFrom('leases').select('name').where('name', '=', lease).where('fence', '=', number);
  const row = await (locksRows ? query.forShare() : query).executeTakeFirst();
  return row !== undefined;
}
