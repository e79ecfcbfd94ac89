import { TASK_STATES, type TaskState } from '@anton/contracts';
import type { Kysely } from 'kysely';
import type { TaskFilter, TaskRecord } from '../../ledger.port';
import { taskRecord } from './ledger-rows';
import type { LedgerSchema } from './ledger.schema';

/** What a filter without a limit gives at most. */
const DEFAULT_LIMIT = 1000;

/** Tasks that fit `filter`, at most its limit. */
export async function listTasks(db: Kysely<LedgerSchema>, filter: TaskFilter): Promise<TaskRecord[]> {
  const { states, source, correlationKey, dueAt, order = 'newest', limit = DEFAULT_LIMIT } = filter;
  let query = db.selectFrom('tasks').selectAll();
  if (states !== undefined) query = query.where('state', 'in', states);
  if (source !== undefined) query = query.where('source', '=', source);
  if (correlationKey !== undefined) query = query.where('correlation_key', '=', correlationKey);
  if (dueAt !== undefined) {
    const due = dueAt.toISOString();
    query = query.where((is) => is.or([is('not_before', 'is', null), is('not_before', '<=', due)]));
  }
  const ordered =
    order === 'newest'
      ? query.orderBy('accepted_at', 'desc').orderBy('task_id')
      : query.orderBy('priority').orderBy('accepted_at').orderBy('task_id');
  return (await ordered.limit(limit).execute()).map(taskRecord);
}

/** Number of tasks per state, 0 included. */
export async function countTasks(db: Kysely<LedgerSchema>): Promise<Record<TaskState, number>> {
  const rows = await db
    .selectFrom('tasks')
    .select((is) => ['state', is.fn.countAll().as('tasks')])
    .groupBy('state')
    .execute();
  const counted = new Map(rows.map(({ state, tasks }) => [state, Number(tasks)]));
  const counts = TASK_STATES.map((state) => [state, counted.get(state) ?? 0] as const);
  return Object.fromEntries(counts) as Record<TaskState, number>;
}
