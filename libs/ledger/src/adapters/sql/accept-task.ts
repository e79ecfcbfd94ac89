import { TaskIdCollisionError, type AgentTask } from '@anton/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { Acceptance } from '../../ledger.port';
import { signalEffect } from '../../signal-effect';
import { newTaskRow } from './ledger-rows';
import type { LedgerSchema } from './ledger.schema';
import { signalThatEnds } from './signal-queries';
import { TransitionWriter } from './transition-writer';

/**
 * Stores a task unless its taskId or its logical key is known, and settles it when a signal was faster.
 * @throws TaskIdCollisionError when the taskId belongs to another logical key.
 */
export async function acceptTask(db: Kysely<LedgerSchema>, task: AgentTask): Promise<Acceptance> {
  const now = new Date().toISOString();
  return db.transaction().execute(async (trx) => {
    const stored = await trx
      .insertInto('tasks')
      .values(newTaskRow(task, now))
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (stored.numInsertedOrUpdatedRows === 0n) return known(trx, task);
    const writer = new TransitionWriter(trx, now);
    await writer.event({ task_id: task.taskId, attempt: null, from_state: null, to_state: 'accepted' });
    const signal = await signalThatEnds(trx, task);
    if (signal === null) return 'accepted';
    await writer.task(task.taskId, signalEffect('accepted', signal));
    return 'settled';
  });
}

/** The server compares the keys: it may hold a text in another form than it was given. */
async function known(trx: Transaction<LedgerSchema>, task: AgentTask): Promise<Acceptance> {
  const other = await trx
    .selectFrom('tasks')
    .select('logical_key')
    .where('task_id', '=', task.taskId)
    .where('logical_key', '<>', task.logicalKey)
    .executeTakeFirst();
  if (other !== undefined) throw new TaskIdCollisionError(task.taskId, other.logical_key, task.logicalKey);
  return 'duplicate';
}
