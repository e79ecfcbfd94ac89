import { isDeadOwner } from '@anton/platform';
import { sql, type Kysely } from 'kysely';
import type { DeliveryFailure } from '../../task-queue.port';
import { bury } from './bury';
import type { QueueSchema } from './sqlite-queue.schema';

function lostTooOften(losses: number): DeliveryFailure {
  const message = `its consumer died ${losses} times while it worked on this message`;
  return { code: 'delivery_limit', message, category: 'permanent' };
}

/**
 * Frees what belongs to consumers that are gone: processes of this machine at once, others when their lease is over.
 * A message that was lost `deliveryLimit` times is buried: it may be what kills its consumers.
 */
export async function releaseOrphans(
  db: Kysely<QueueSchema>,
  me: string,
  deliveryLimit: number,
): Promise<void> {
  const claims = await db
    .selectFrom('messages')
    .select((is) => ['owner', is.fn.min<number>('lease_until').as('until')])
    .where('owner', '!=', me)
    .groupBy('owner')
    .execute();
  for (const { owner, until } of claims) {
    if (owner === null) continue;
    const leaseBefore = isDeadOwner(owner) ? Number.MAX_SAFE_INTEGER : Date.now();
    if (until < leaseBefore) await release(db, owner, leaseBefore, deliveryLimit);
  }
}

async function release(
  db: Kysely<QueueSchema>,
  owner: string,
  leaseBefore: number,
  deliveryLimit: number,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const lost = await trx
      .updateTable('messages')
      .set({ losses: sql<number>`losses + 1` })
      .where('owner', '=', owner)
      .where('lease_until', '<', leaseBefore)
      .returning(['seq', 'losses', 'attempts'])
      .execute();
    for (const { seq, losses, attempts } of lost) {
      if (losses >= deliveryLimit) await bury(trx, { seq, owner }, lostTooOften(losses), attempts + losses);
      else
        await trx
          .updateTable('messages')
          .set({ owner: null, lease_until: null })
          .where('seq', '=', seq)
          .execute();
    }
  });
}
