import type { Kysely } from 'kysely';
import type { DeadLetter, ParkedDelivery, ReviewDecision } from '../../task-queue.port';
import { deadLetterOf, parkedOf } from './queue-reader';
import type { QueueSchema } from './sqlite-queue.schema';

/** Hands parked deliveries to `decide`, oldest first, and removes those it says so of. */
export async function reviewParked(
  db: Kysely<QueueSchema>,
  decide: (delivery: ParkedDelivery) => Promise<ReviewDecision>,
  limit: number,
): Promise<void> {
  const next = (after: number) =>
    db.selectFrom('parked').selectAll().where('seq', '>', after).orderBy('seq').executeTakeFirst();
  await review(next, limit, async (row) => {
    if ((await decide(parkedOf(row))) === 'remove')
      await db.deleteFrom('parked').where('seq', '=', row.seq).execute();
  });
}

/** The same with dead letters. */
export async function reviewDeadLetters(
  db: Kysely<QueueSchema>,
  decide: (letter: DeadLetter) => Promise<ReviewDecision>,
  limit: number,
): Promise<void> {
  const next = (after: number) =>
    db.selectFrom('dead_letters').selectAll().where('seq', '>', after).orderBy('seq').executeTakeFirst();
  await review(next, limit, async (row) => {
    if ((await decide(deadLetterOf(row))) === 'remove')
      await db.deleteFrom('dead_letters').where('seq', '=', row.seq).execute();
  });
}

async function review<Row extends { readonly seq: number }>(
  next: (after: number) => Promise<Row | undefined>,
  limit: number,
  look: (row: Row) => Promise<void>,
): Promise<void> {
  let last = 0;
  for (let count = 0; count < limit; count += 1) {
    const row = await next(last);
    if (row === undefined) return;
    last = row.seq;
    await look(row);
  }
}
