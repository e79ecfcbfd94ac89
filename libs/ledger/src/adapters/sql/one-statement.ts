import type { AgentTask } from '@anton/contracts';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Fence, NewRun, RunRecord, RunTransition, TaskTransition } from '../../ledger.port';
import { endsFrom } from '../../signal-effect';
import { newTaskRow, runRecord } from './ledger-rows';
import type { LedgerSchema } from './ledger.schema';
import { runChange, saysSomething, taskChange } from './transition-changes';

/**
 * The writes on a task's way to its run, each as one statement where a transaction waits for the server five times or
 * more. The changed row, when there is one, becomes its event in the same statement: nothing of it is kept without the
 * rest. For servers that write within WITH.
 */
export class OneStatement {
  constructor(private readonly db: Kysely<LedgerSchema>) {}

  /** True when the task is stored; false when it is known, or a signal ended it: then the transaction looks closer. */
  async accept(task: AgentTask): Promise<boolean> {
    const now = new Date().toISOString();
    const row = newTaskRow(task, now);
    const columns = Object.keys(row) as (keyof typeof row)[];
    const isEnded = sql<boolean>`exists (select 1 from signals where correlation_key = ${task.correlationKey} and occurred_at >= ${endsFrom(task, null)})`;
    const stored = await this.db
      .with('changed', (db) =>
        db
          .insertInto('tasks')
          .columns(columns)
          .expression(
            db
              .selectNoFrom(columns.map((column) => typed(row[column]).as(column)))
              .where((where) => where.not(isEnded)),
          )
          .onConflict((conflict) => conflict.doNothing())
          .returning('task_id'),
      )
      .with('told', (db) =>
        db
          .insertInto('events')
          .columns(EVENT_COLUMNS)
          .expression((is) => is.selectFrom('changed').select(eventValues({ to: 'accepted', at: now }))),
      )
      .selectFrom('changed')
      .select('task_id')
      .executeTakeFirst();
    return stored !== undefined;
  }

  /** False when the task is not in `from`, or only a tombstone, or the fence is an old one. */
  async moveTask(taskId: string, transition: TaskTransition): Promise<boolean> {
    const at = new Date().toISOString();
    const changed = this.db.with('changed', (db) =>
      db
        .updateTable('tasks')
        .set(taskChange(transition, at))
        .where('task_id', '=', taskId)
        .where('state', '=', transition.from)
        .where('pruned_at', 'is', null)
        .where(isCurrent(transition.fence))
        .returning('task_id'),
    );
    const event = { at, ...transition };
    const query = saysSomething(transition)
      ? changed.with('told', (db) =>
          db
            .insertInto('events')
            .columns(EVENT_COLUMNS)
            .expression((is) => is.selectFrom('changed').select(eventValues(event))),
        )
      : changed;
    return (await query.selectFrom('changed').select('task_id').executeTakeFirst()) !== undefined;
  }

  /** False when the run is not in `from`, or the fence is an old one. */
  async moveRun(taskId: string, attempt: number, transition: RunTransition): Promise<boolean> {
    const at = new Date().toISOString();
    const changed = this.db.with('changed', (db) =>
      db
        .updateTable('runs')
        .set(runChange(transition, at))
        .where('task_id', '=', taskId)
        .where('attempt', '=', attempt)
        .where('state', '=', transition.from)
        .where(isCurrent(transition.fence))
        .returning('task_id'),
    );
    const event = { at, attempt, ...transition };
    const query = saysSomething(transition)
      ? changed.with('told', (db) =>
          db
            .insertInto('events')
            .columns(EVENT_COLUMNS)
            .expression((is) => is.selectFrom('changed').select(eventValues(event))),
        )
      : changed;
    return (await query.selectFrom('changed').select('task_id').executeTakeFirst()) !== undefined;
  }

  /** Null when the task does not wait, or not for this attempt, or the fence is an old one. */
  async beginRun({ taskId, attempt, executor, deadlineAt, fence }: NewRun): Promise<RunRecord | null> {
    const at = new Date().toISOString();
    const start = { from: 'waiting', to: 'running' } as const;
    const run = {
      attempt,
      executor,
      state: 'created',
      deadline_at: deadlineAt.toISOString(),
      created_at: at,
      updated_at: at,
    };
    const columns = Object.keys(run) as (keyof typeof run)[];
    const begun = await this.db
      .with('changed', (db) =>
        db
          .updateTable('tasks')
          .set({ ...taskChange(start, at), attempts: attempt })
          .where('task_id', '=', taskId)
          .where('state', '=', start.from)
          .where('attempts', '=', attempt - 1)
          .where(isCurrent(fence))
          .returning('task_id'),
      )
      .with('begun', (db) =>
        db
          .insertInto('runs')
          .columns(['task_id', ...columns])
          .expression((is) =>
            is
              .selectFrom('changed')
              .select(['task_id', ...columns.map((column) => typed(run[column]).as(column))]),
          )
          .returningAll(),
      )
      .with('told', (db) =>
        db
          .insertInto('events')
          .columns(EVENT_COLUMNS)
          .expression((is) =>
            is
              .selectFrom('changed')
              .select(eventValues({ at, ...start }))
              .unionAll(is.selectFrom('changed').select(eventValues({ at, attempt, to: 'created' }))),
          ),
      )
      .selectFrom('begun')
      .selectAll()
      .executeTakeFirst();
    return begun === undefined ? null : runRecord(begun);
  }
}

const EVENT_COLUMNS = ['task_id', 'attempt', 'at', 'from_state', 'to_state', 'outcome', 'reason'] as const;

/** A parameter says its type: in a SELECT the server cannot know it from the column. */
function typed<T extends string | number | null | undefined>(value: T): RawBuilder<NonNullable<T>> {
  return typeof value === 'number' ? sql`cast(${value} as integer)` : sql`cast(${value ?? null} as text)`;
}

/** True while nobody else has taken the lease; then nobody can before the statement has ended. */
function isCurrent(fence: Fence | undefined): RawBuilder<boolean> {
  if (fence === undefined) return sql`true`;
  const { lease, number } = fence;
  return sql`exists (select 1 from leases where name = ${lease} and fence = ${number} for share)`;
}

interface EventOf {
  readonly at: string;
  readonly from?: string;
  readonly to: string;
  readonly attempt?: number;
  readonly outcome?: string | null;
  readonly reason?: string | null;
}

/** The columns of an event, of the row that was changed. */
function eventValues({ at, from, to, attempt, outcome, reason }: EventOf) {
  return [
    'task_id' as const,
    sql<number | null>`cast(${attempt ?? null} as integer)`.as('attempt'),
    typed(at).as('at'),
    typed(from).as('from_state'),
    typed(to).as('to_state'),
    typed(outcome).as('outcome'),
    typed(reason).as('reason'),
  ];
}
