import type { Insertable, Transaction } from 'kysely';
import type { NewRun, RunRecord, RunTransition, SpendRecord, TaskTransition } from '../../ledger.port';
import type { IntentAnswer } from '../../task-intent';
import { runRecord } from './ledger-rows';
import type { EventsTable, LedgerSchema } from './ledger.schema';
import { recordSpend } from './spend-queries';
import { runChange, saysSomething, taskChange } from './transition-changes';

/** Writes guarded updates with their events into one transaction. All of it happens at `now`, ISO 8601. */
export class TransitionWriter {
  constructor(
    private readonly trx: Transaction<LedgerSchema>,
    private readonly now: string,
  ) {}

  /** False when the task is not in `from`, or only a tombstone. */
  async task(taskId: string, transition: TaskTransition): Promise<boolean> {
    const moved = await this.trx
      .updateTable('tasks')
      .set(taskChange(transition, this.now))
      .where('task_id', '=', taskId)
      .where('state', '=', transition.from)
      .where('pruned_at', 'is', null)
      .executeTakeFirst();
    return this.told(moved.numUpdatedRows, { task_id: taskId, attempt: null }, transition);
  }

  /** False when the intent has an answer already. */
  async answer(intentId: string, { status, detail }: IntentAnswer): Promise<boolean> {
    const answered = await this.trx
      .updateTable('intents')
      .set({ answer: status, detail, answered_at: this.now })
      .where('intent_id', '=', intentId)
      .where('answered_at', 'is', null)
      .executeTakeFirst();
    return answered.numUpdatedRows > 0n;
  }

  /** A running task gets a reason and an event; since when it runs stays as it is. */
  async note(taskId: string, reason: string): Promise<boolean> {
    const noted = await this.trx
      .updateTable('tasks')
      .set({ reason })
      .where('task_id', '=', taskId)
      .where('state', '=', 'running')
      .executeTakeFirst();
    const stay = { from: 'running', to: 'running', reason };
    return this.told(noted.numUpdatedRows, { task_id: taskId, attempt: null }, stay);
  }

  /** False when the run is not in `from`. */
  async run(taskId: string, attempt: number, transition: RunTransition): Promise<boolean> {
    const moved = await this.trx
      .updateTable('runs')
      .set(runChange(transition, this.now))
      .where('task_id', '=', taskId)
      .where('attempt', '=', attempt)
      .where('state', '=', transition.from)
      .executeTakeFirst();
    return this.told(moved.numUpdatedRows, { task_id: taskId, attempt }, transition);
  }

  /** Null when the task does not wait, or not for this attempt. */
  async newRun({ taskId, attempt, executor, deadlineAt }: NewRun): Promise<RunRecord | null> {
    const counted = await this.trx
      .updateTable('tasks')
      .set({ attempts: attempt })
      .where('task_id', '=', taskId)
      .where('attempts', '=', attempt - 1)
      .executeTakeFirst();
    if (counted.numUpdatedRows === 0n) return null;
    if (!(await this.task(taskId, { from: 'waiting', to: 'running' }))) return null;
    const row = await this.trx
      .insertInto('runs')
      .values({
        task_id: taskId,
        attempt,
        executor,
        state: 'created',
        deadline_at: deadlineAt.toISOString(),
        created_at: this.now,
        updated_at: this.now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await this.event({ task_id: taskId, attempt, from_state: null, to_state: 'created' });
    return runRecord(row);
  }

  async spent(spend: SpendRecord): Promise<void> {
    await recordSpend(this.trx, spend);
  }

  async event(event: Omit<Insertable<EventsTable>, 'at'>): Promise<void> {
    await this.trx
      .insertInto('events')
      .values({ ...event, at: this.now })
      .execute();
  }

  private async told(
    rows: bigint,
    subject: { task_id: string; attempt: number | null },
    transition: Pick<TaskTransition, 'reason' | 'outcome'> & { from: string; to: string },
  ): Promise<boolean> {
    if (rows === 0n) return false;
    const { from, to, reason = null, outcome = null } = transition;
    if (saysSomething(transition))
      await this.event({ ...subject, from_state: from, to_state: to, reason, outcome });
    return true;
  }
}
