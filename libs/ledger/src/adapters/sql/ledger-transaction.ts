import type { Kysely, Transaction } from 'kysely';
import type { LedgerSchema } from './ledger.schema';
import { TransitionWriter } from './transition-writer';

/** Thrown inside a transaction to undo it: somebody else moved the task or the run. */
class Outdated extends Error {}

/** Runs `work` in one transaction; when it answers false or null, nothing of it is kept and that answer is given. */
export async function inTransaction<T>(
  db: Kysely<LedgerSchema>,
  work: (writer: TransitionWriter, trx: Transaction<LedgerSchema>) => Promise<T>,
): Promise<T> {
  let answer: T | undefined;
  try {
    return await db.transaction().execute(async (trx) => {
      answer = await work(new TransitionWriter(trx, new Date().toISOString()), trx);
      if (answer === false || answer === null) throw new Outdated();
      return answer;
    });
  } catch (error) {
    if (error instanceof Outdated) return answer as T;
    throw error;
  }
}
