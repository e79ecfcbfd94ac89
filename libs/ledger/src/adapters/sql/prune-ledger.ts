import type { AgentTask } from '@anton/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { PruneCounts, PruneRequest } from '../../ledger.port';
import { isCurrentFence } from './lease-queries';
import type { LedgerDialect } from './ledger.dialect';
import type { LedgerSchema } from './ledger.schema';

type Trx = Transaction<LedgerSchema>;

/** What belongs to a task. */
const DETAILS = ['events', 'runs', 'spend', 'intents'] as const;
const NOTHING: PruneCounts = { tasks: 0, tombstones: 0, signals: 0 };

/** What a tombstone has instead of what its task was about. */
const NO_TEXTS: Partial<AgentTask> = {
  description: '',
  labels: [],
  evidence: {},
  requestedBy: null,
  trace: null,
};

/** What is left of a task, JSON as well: who it was. */
const tombstoneOf = (task: string): string =>
  JSON.stringify({ ...(JSON.parse(task) as object), ...NO_TEXTS });

/** Midnight, UTC: budgets count by this day. */
const startOf = (now: Date): string => `${now.toISOString().slice(0, 10)}T00:00:00.000Z`;

/** The tasks to prune, oldest first; where rows are locked, nobody moves them before the end of the transaction. */
async function oldTasks(trx: Trx, { locksRows }: LedgerDialect, { endedBefore, limit }: PruneRequest) {
  const query = trx
    .selectFrom('tasks')
    .select(['task_id', 'task'])
    .where('state', '=', 'settled')
    .where('pruned_at', 'is', null)
    .where('updated_at', '<', endedBefore.toISOString())
    .where(({ not, exists, selectFrom }) => {
      const open = selectFrom('runs').whereRef('runs.task_id', '=', 'tasks.task_id');
      return not(exists(open.select('attempt').where('state', '<>', 'settled')));
    })
    .where(({ not, exists, selectFrom }) => {
      const asked = selectFrom('intents').whereRef('intents.task_id', '=', 'tasks.task_id');
      return not(exists(asked.select('intent_id').where('answered_at', 'is', null)));
    })
    .where(({ not, exists, selectFrom }) => {
      const spent = selectFrom('spend').whereRef('spend.task_id', '=', 'tasks.task_id');
      return not(exists(spent.select('attempt').where('at', '>=', startOf(new Date()))));
    })
    .orderBy('updated_at')
    .limit(limit);
  return (locksRows ? query.forUpdate() : query).execute();
}

async function pruneTasks(trx: Trx, dialect: LedgerDialect, request: PruneRequest): Promise<number> {
  const tasks = await oldTasks(trx, dialect, request);
  if (tasks.length === 0) return 0;
  const ids = tasks.map(({ task_id: taskId }) => taskId);
  for (const table of DETAILS) await trx.deleteFrom(table).where('task_id', 'in', ids).execute();
  for (const { task_id: taskId, task } of tasks) {
    await trx
      .updateTable('tasks')
      .set({
        task: tombstoneOf(task),
        route: null,
        pruned_at: new Date().toISOString(),
      })
      .where('task_id', '=', taskId)
      .execute();
  }
  return tasks.length;
}

async function forgetTombstones(trx: Trx, { forgottenBefore, limit }: PruneRequest): Promise<number> {
  const old = trx
    .selectFrom('tasks')
    .select('task_id')
    .where('state', '=', 'settled')
    .where('pruned_at', 'is not', null)
    .where('updated_at', '<', forgottenBefore.toISOString())
    .limit(limit);
  const forgotten = await trx.deleteFrom('tasks').where('task_id', 'in', old).executeTakeFirst();
  return Number(forgotten.numDeletedRows);
}

async function forgetSignals(trx: Trx, { endedBefore, limit }: PruneRequest): Promise<number> {
  const old = trx
    .selectFrom('signals')
    .select('signal_id')
    .where('received_at', '<', endedBefore.toISOString())
    .limit(limit);
  const forgotten = await trx.deleteFrom('signals').where('signal_id', 'in', old).executeTakeFirst();
  return Number(forgotten.numDeletedRows);
}

/** Takes away what is too old to be kept, a bounded number of rows at once. */
export function pruneLedger(
  db: Kysely<LedgerSchema>,
  dialect: LedgerDialect,
  request: PruneRequest,
): Promise<PruneCounts> {
  return db.transaction().execute(async (trx) => {
    const { fence } = request;
    if (fence !== undefined && !(await isCurrentFence(trx, dialect, fence))) return NOTHING;
    const tombstones = await forgetTombstones(trx, request);
    const tasks = await pruneTasks(trx, dialect, request);
    return { tasks, tombstones, signals: await forgetSignals(trx, request) };
  });
}
