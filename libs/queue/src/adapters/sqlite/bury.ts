import type { Transaction } from 'kysely';
import type { DeliveryFailure } from '../../task-queue.port';
import type { QueueSchema } from './sqlite-queue.schema';

/** A message in the hands of a consumer. */
export interface Claim {
  readonly seq: number;
  readonly owner: string;
}

/**
 * Moves a claimed message to the dead letters; its category is the code of `failure`. Without such a claim nothing
 * happens.
 */
export async function bury(
  trx: Transaction<QueueSchema>,
  { seq, owner }: Claim,
  failure: DeliveryFailure,
  attempts: number,
): Promise<void> {
  const dead = await trx
    .deleteFrom('messages')
    .where('seq', '=', seq)
    .where('owner', '=', owner)
    .returning(['id', 'lane', 'routing_key', 'body', 'traceparent', 'published_at', 'first_failure'])
    .executeTakeFirst();
  if (dead === undefined) return;
  const last_failure = JSON.stringify(failure);
  const first_failure = dead.first_failure ?? last_failure;
  const died = { attempts, category: failure.code, first_failure, last_failure, died_at: Date.now() };
  await trx
    .insertInto('dead_letters')
    .values({ ...dead, ...died })
    .execute();
}
