import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { IntentFilter, NewIntent, TaskIntent } from '../../task-intent';
import type { IntentsTable, LedgerSchema } from './ledger.schema';

function intentOf(row: Selectable<IntentsTable>): TaskIntent {
  return {
    id: row.intent_id,
    taskId: row.task_id,
    kind: row.kind,
    by: row.asked_by,
    askedAt: row.asked_at,
    reason: row.reason,
    isForced: row.is_forced === 1,
    isRoutedAnew: row.is_routed_anew === 1,
    answer: row.answer === null ? null : { status: row.answer, detail: row.detail ?? '' },
  };
}

/** Stores an intent that nobody has acted on. */
export async function addIntent(db: Kysely<LedgerSchema>, intent: NewIntent): Promise<TaskIntent> {
  const row = await db
    .insertInto('intents')
    .values({
      intent_id: randomUUID(),
      task_id: intent.taskId,
      kind: intent.kind,
      asked_by: intent.by,
      asked_at: new Date().toISOString(),
      reason: intent.reason,
      is_forced: intent.isForced ? 1 : 0,
      is_routed_anew: intent.isRoutedAnew ? 1 : 0,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return intentOf(row);
}

/** Oldest first. */
export async function listIntents(db: Kysely<LedgerSchema>, filter: IntentFilter): Promise<TaskIntent[]> {
  let query = db.selectFrom('intents').selectAll();
  if (filter.taskId !== undefined) query = query.where('task_id', '=', filter.taskId);
  if (filter.isOpen === true) query = query.where('answered_at', 'is', null);
  return (await query.orderBy('asked_at').orderBy('intent_id').execute()).map(intentOf);
}
