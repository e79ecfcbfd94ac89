import type { Kysely } from 'kysely';
import type { ParkedDecision, ParkedDelivery } from '../../task-queue.port';
import { parkedOf } from './queue-reader';
import type { QueueSchema } from './sqlite-queue.schema';

/** Hands parked deliveries to `decide`, oldest first, and removes those it says so of. */
export async function reviewParked(
  db: Kysely<QueueSchema>,
  decide: (delivery: ParkedDelivery) => Promise<ParkedDecision>,
  limit: number,
): Promise<void> {
  let last = 0;
  for (let count = 0; count < limit; count += 1) {
    const row = await db
      .selectFrom('parked')
      .selectAll()
      .where('seq', '>', last)
      .orderBy('seq')
      .executeTakeFirst();
    if (row === undefined) return;
    last = row.seq;
    if ((await decide(parkedOf(row))) === 'remove')
      await db.deleteFrom('parked').where('seq', '=', row.seq).execute();
  }
}
