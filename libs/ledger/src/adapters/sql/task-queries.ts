import { TASK_STATES, type TaskState } from '@anton/contracts';
import type { Kysely } from 'kysely';
import type { RunCount, TaskFilter, TaskRecord } from '../../ledger.port';
import { taskRecord } from './ledger-rows';
import type { LedgerSchema } from './ledger.schema';

/** Not settled, and nobody works on it. */
const IDLE = ['accepted', 'routing', 'waiting'] as const;
const OPEN_RUNS = ['created', 'started', 'reported', 'vanished'] as const;

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

/** Since when the oldest task waits that does not run; `tasks_by_urgency` finds the few rows. */
export async function oldestWaitingSince(db: Kysely<LedgerSchema>): Promise<string | null> {
  const { since } = await db
    .selectFrom('tasks')
    .select((is) => is.fn.min<string | null>(is.fn.coalesce('reopened_at', 'accepted_at')).as('since'))
    .where('state', 'in', IDLE)
    .executeTakeFirstOrThrow();
  return since;
}

/** Runs that are not settled, by executor and state. */
export async function countRuns(db: Kysely<LedgerSchema>): Promise<RunCount[]> {
  const rows = await db
    .selectFrom('runs')
    .select((is) => ['executor', 'state', is.fn.countAll().as('runs')])
    .where('state', 'in', OPEN_RUNS)
    .groupBy(['executor', 'state'])
    .execute();
  return rows.map(({ executor, state, runs }) => ({ executor, state, runs: Number(runs) }));
}
