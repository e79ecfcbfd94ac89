import type { AgentTask, TaskSignal } from '@anton/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { SignalledTask, SignalRecord, SignalRecording } from '../../ledger.port';
import { endsFrom, rememberedSignal, signalEffect } from '../../signal-effect';
import type { LedgerSchema } from './ledger.schema';
import { newSignalRow } from './signal-queries';
import { TransitionWriter } from './transition-writer';

/** Remembers a signal, once, and does to the open tasks of its object what it says. */
export async function recordSignal(db: Kysely<LedgerSchema>, signal: TaskSignal): Promise<SignalRecording> {
  const remembered = rememberedSignal(signal);
  return db.transaction().execute(async (trx) => {
    const stored = await trx
      .insertInto('signals')
      .values(newSignalRow(remembered))
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (stored.numInsertedOrUpdatedRows === 0n) return { isNew: false, tasks: [] };
    return { isNew: true, tasks: await applySignal(trx, remembered) };
  });
}

async function applySignal(trx: Transaction<LedgerSchema>, signal: SignalRecord): Promise<SignalledTask[]> {
  const writer = new TransitionWriter(trx, new Date().toISOString());
  const signalled: SignalledTask[] = [];
  for (const { task: text, state, reopened_at: reopenedAt } of await heldTasks(trx, signal.correlationKey)) {
    const task = JSON.parse(text) as AgentTask;
    if (state === 'settled' || endsFrom(task, reopenedAt) > signal.occurredAt) continue;
    const transition = signalEffect(state, signal);
    if (state === 'running') await writer.note(task.taskId, transition.reason);
    else await writer.task(task.taskId, transition);
    signalled.push({ task, transition });
  }
  return signalled;
}

/**
 * The open tasks of an object. An update that changes nothing reads them: a server that locks rows then keeps their
 * states as they are until the end of the transaction.
 */
function heldTasks(trx: Transaction<LedgerSchema>, correlationKey: string) {
  return trx
    .updateTable('tasks')
    .set((is) => ({ correlation_key: is.ref('correlation_key') }))
    .where('correlation_key', '=', correlationKey)
    .where('state', '<>', 'settled')
    .returning(['task', 'state', 'reopened_at'])
    .execute();
}
