import type { AgentTask } from '@anton/contracts';
import type { Kysely } from 'kysely';
import type { TaskTransition } from '../../ledger.port';
import { signalEffect } from '../../signal-effect';
import { inTransaction } from './ledger-transaction';
import type { LedgerSchema } from './ledger.schema';
import { signalThatEnds } from './signal-queries';

/** Settles a task that has not started and that a recorded signal ends; null when there is none, or it moved meanwhile. */
export async function settleBySignal(
  db: Kysely<LedgerSchema>,
  taskId: string,
): Promise<TaskTransition | null> {
  const query = db.selectFrom('tasks').select(['task', 'state', 'reopened_at']).where('task_id', '=', taskId);
  const row = await query.where('state', 'not in', ['running', 'settled']).executeTakeFirst();
  if (row === undefined || row.state === 'settled') return null;
  const signal = await signalThatEnds(db, JSON.parse(row.task) as AgentTask, row.reopened_at);
  if (signal === null) return null;
  const transition = signalEffect(row.state, signal);
  return inTransaction(db, async (writer) => ((await writer.task(taskId, transition)) ? transition : null));
}
