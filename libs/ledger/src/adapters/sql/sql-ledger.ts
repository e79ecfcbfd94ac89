import type { AgentTask, LifeCycleEvent, RunState, TaskSignal, TaskState } from '@anton/contracts';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Kysely } from 'kysely';
import {
  Ledger,
  type Acceptance,
  type Fence,
  type Lease,
  type LeaseRequest,
  type NewRun,
  type RunCount,
  type PruneCounts,
  type PruneRequest,
  type RunRecord,
  type RunTransition,
  type SignalRecord,
  type SignalRecording,
  type SpendRecord,
  type TaskFilter,
  type TaskRecord,
  type TaskTransition,
} from '../../ledger.port';
import type { IntentAnswer, IntentFilter, NewIntent, TaskIntent } from '../../task-intent';
import { assertRunMay, assertTaskMay } from '../../transitions';
import { acceptTask } from './accept-task';
import { addIntent, listIntents } from './intent-queries';
import { lifeCycleEvent, runRecord, spendRecord, taskRecord } from './ledger-rows';
import { isCurrentFence, releaseLease, takeLease } from './lease-queries';
import type { LedgerDialect } from './ledger.dialect';
import type { LedgerSchema } from './ledger.schema';
import { inTransaction } from './ledger-transaction';
import { OneStatement } from './one-statement';
import { pruneLedger } from './prune-ledger';
import { recordSignal } from './record-signal';
import { settleBySignal } from './settle-by-signal';
import { listSignals } from './signal-queries';
import { recordSpend, spentSince } from './spend-queries';
import { countRuns, countTasks, listTasks, oldestWaitingSince } from './task-queries';
import type { TransitionWriter } from './transition-writer';

/** The ledger in any SQL database that kysely speaks to and that `ledgerMigrations` have made. */
export class SqlLedger extends Ledger implements OnApplicationShutdown {
  private readonly atOnce: OneStatement | undefined;

  constructor(
    private readonly db: Kysely<LedgerSchema>,
    private readonly dialect: LedgerDialect,
  ) {
    super();
    this.atOnce = dialect.writesInWith ? new OneStatement(db) : undefined;
  }

  /** After the queue's consumers and the HTTP listeners have stopped. */
  async onApplicationShutdown(): Promise<void> {
    await this.db.destroy();
  }

  async accept(task: AgentTask): Promise<Acceptance> {
    if ((await this.atOnce?.accept(task)) === true) return 'accepted';
    return acceptTask(this.db, task);
  }

  async findTask(taskId: string): Promise<TaskRecord | null> {
    const query = this.db.selectFrom('tasks').selectAll().where('task_id', '=', taskId);
    const row = await query.executeTakeFirst();
    return row === undefined ? null : taskRecord(row);
  }

  listTasks(filter: TaskFilter): Promise<readonly TaskRecord[]> {
    return listTasks(this.db, filter);
  }

  countTasks(): Promise<Readonly<Record<TaskState, number>>> {
    return countTasks(this.db);
  }

  oldestWaitingSince(): Promise<string | null> {
    return oldestWaitingSince(this.db);
  }

  countRuns(): Promise<readonly RunCount[]> {
    return countRuns(this.db);
  }

  async moveTask(taskId: string, transition: TaskTransition): Promise<boolean> {
    assertTaskMay(transition);
    const { fence, spend } = transition;
    if (this.atOnce !== undefined && spend === undefined) return this.atOnce.moveTask(taskId, transition);
    return this.under(fence, false, async (writer) => {
      const moved = await writer.task(taskId, transition);
      if (moved && spend !== undefined) await writer.spent(spend);
      return moved;
    });
  }

  beginRun(run: NewRun): Promise<RunRecord | null> {
    if (this.atOnce !== undefined) return this.atOnce.beginRun(run);
    return this.under(run.fence, null, (writer) => writer.newRun(run));
  }

  async moveRun(taskId: string, attempt: number, transition: RunTransition): Promise<boolean> {
    assertRunMay(transition);
    if (this.atOnce !== undefined) return this.atOnce.moveRun(taskId, attempt, transition);
    return this.under(transition.fence, false, (writer) => writer.run(taskId, attempt, transition));
  }

  async endRun(
    taskId: string,
    attempt: number,
    run: Pick<RunTransition, 'from' | 'reason'>,
    task: Omit<TaskTransition, 'from'>,
  ): Promise<boolean> {
    const runEnd = { ...run, to: 'settled' } as const;
    const taskEnd = { ...task, from: 'running' } as const;
    assertRunMay(runEnd);
    assertTaskMay(taskEnd);
    return this.under(
      task.fence,
      false,
      async (writer) => (await writer.run(taskId, attempt, runEnd)) && writer.task(taskId, taskEnd),
    );
  }

  async listRuns(filter: { taskId?: string; states?: readonly RunState[] }): Promise<readonly RunRecord[]> {
    let query = this.db.selectFrom('runs').selectAll();
    if (filter.taskId !== undefined) query = query.where('task_id', '=', filter.taskId);
    if (filter.states !== undefined) query = query.where('state', 'in', filter.states);
    const rows = await query.orderBy('created_at').orderBy('task_id').orderBy('attempt').execute();
    return rows.map(runRecord);
  }

  async listEvents(taskId: string): Promise<readonly LifeCycleEvent[]> {
    const query = this.db.selectFrom('events').selectAll().where('task_id', '=', taskId);
    return (await query.orderBy('seq').execute()).map(lifeCycleEvent);
  }

  recordSignal(signal: TaskSignal): Promise<SignalRecording> {
    return recordSignal(this.db, signal);
  }

  settleBySignal(taskId: string): Promise<TaskTransition | null> {
    return settleBySignal(this.db, taskId);
  }

  listSignals(correlationKey: string): Promise<readonly SignalRecord[]> {
    return listSignals(this.db, correlationKey);
  }

  addIntent(intent: NewIntent): Promise<TaskIntent> {
    return addIntent(this.db, intent);
  }

  listIntents(filter: IntentFilter): Promise<readonly TaskIntent[]> {
    return listIntents(this.db, filter);
  }

  async answerIntent(
    { id, taskId }: Pick<TaskIntent, 'id' | 'taskId'>,
    answer: IntentAnswer,
    move?: TaskTransition,
  ): Promise<boolean> {
    if (move !== undefined) assertTaskMay(move, true);
    return inTransaction(
      this.db,
      async (writer) =>
        (await writer.answer(id, answer)) && (move === undefined || writer.task(taskId, move)),
    );
  }

  recordSpend(spend: SpendRecord): Promise<void> {
    return recordSpend(this.db, spend);
  }

  async listSpend(taskId: string): Promise<readonly SpendRecord[]> {
    const query = this.db.selectFrom('spend').selectAll().where('task_id', '=', taskId);
    return (await query.orderBy('at').execute()).map(spendRecord);
  }

  spentSince(since: Date, repository?: string): Promise<number> {
    return spentSince(this.db, since, repository);
  }

  takeLease(request: LeaseRequest): Promise<Lease | null> {
    return takeLease(this.db, this.dialect, request);
  }

  releaseLease(lease: Pick<Lease, 'name' | 'owner'>): Promise<void> {
    return releaseLease(this.db, lease);
  }

  prune(request: PruneRequest): Promise<PruneCounts> {
    return pruneLedger(this.db, this.dialect, request);
  }

  async probe(): Promise<void> {
    const at = new Date().toISOString();
    await this.db
      .insertInto('probes')
      .values({ id: 1, at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
      .execute();
  }

  /** One transaction of `work`; `refused`, and nothing done, when the fence is an old one. */
  private under<T>(
    fence: Fence | undefined,
    refused: T,
    work: (writer: TransitionWriter) => Promise<T>,
  ): Promise<T> {
    return inTransaction(this.db, async (writer, trx) => {
      const isCurrent = fence === undefined || (await isCurrentFence(trx, this.dialect, fence));
      return isCurrent ? work(writer) : refused;
    });
  }
}
