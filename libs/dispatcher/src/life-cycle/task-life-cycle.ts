import { Injectable } from '@nestjs/common';
import type { AgentTask } from '@anton/contracts';
import {
  Ledger,
  type Acceptance,
  type IntentAnswer,
  type NewRun,
  type RunRecord,
  type RunTransition,
  type TaskIntent,
  type TaskRecord,
  type TaskTransition,
} from '@anton/ledger';
import { runEvent, taskEvent, type RunName } from './life-cycle-events';
import { SchedulingLease } from '../lease/scheduling-lease';
import { LifeCycleTeller } from './life-cycle-teller';

type RunEnd = Omit<TaskTransition, 'from' | 'route'>;

/**
 * Moves tasks and runs through their states: the ledger's guarded update first, then the log line and the feed. What is
 * moved is moved under the lease of this process; a task is accepted by any.
 */
@Injectable()
export class TaskLifeCycle {
  constructor(
    private readonly ledger: Ledger,
    private readonly teller: LifeCycleTeller,
    private readonly lease: SchedulingLease,
  ) {}

  /** @throws TaskIdCollisionError */
  async accept(task: AgentTask): Promise<Acceptance> {
    const acceptance = await this.ledger.accept(task);
    if (acceptance !== 'duplicate') this.teller.tell(taskEvent(task.taskId, { from: null, to: 'accepted' }));
    if (acceptance === 'settled') await this.tellEnd(task.taskId);
    return acceptance;
  }

  /** False when somebody else moved the task before. */
  async moveTask(taskId: string, transition: TaskTransition): Promise<boolean> {
    const moved = await this.ledger.moveTask(taskId, { ...transition, fence: this.lease.fence });
    if (moved) this.teller.tell(taskEvent(taskId, transition));
    return moved;
  }

  /** Answers an intent and makes its move, once. False when somebody else has, or the task has moved. */
  async answerIntent(intent: TaskIntent, answer: IntentAnswer, move?: TaskTransition): Promise<boolean> {
    const isAnswered = await this.ledger.answerIntent(intent, answer, move);
    if (isAnswered && move !== undefined) this.teller.tell(taskEvent(intent.taskId, move));
    return isAnswered;
  }

  /** Takes a waiting task to running, with a new run; null when it was not waiting any more. */
  async beginRun(run: NewRun): Promise<RunRecord | null> {
    const begun = await this.ledger.beginRun({ ...run, fence: this.lease.fence });
    if (begun !== null) {
      const task = taskEvent(run.taskId, { from: 'waiting', to: 'running' });
      this.teller.tell(task, runEvent(begun, { from: null, to: 'created' }));
    }
    return begun;
  }

  /** False when the run was in another state already. */
  async moveRun(run: RunName, transition: RunTransition): Promise<boolean> {
    const moved = await this.ledger.moveRun(run.taskId, run.attempt, {
      ...transition,
      fence: this.lease.fence,
    });
    if (moved) this.teller.tell(runEvent(run, transition));
    return moved;
  }

  /**
   * Settles the run and takes its task out of `running`; `reason` is the run's own, else that of its task. False when
   * that was done before.
   */
  async endRun(
    run: Pick<RunRecord, 'taskId' | 'attempt' | 'state'>,
    task: RunEnd,
    reason = task.reason ?? null,
  ): Promise<boolean> {
    const { taskId, attempt, state: from } = run;
    const end = { ...task, fence: this.lease.fence };
    const ended = await this.ledger.endRun(taskId, attempt, { from, reason }, end);
    if (ended)
      this.teller.tell(
        runEvent(run, { from, to: 'settled', reason }),
        taskEvent(taskId, { from: 'running', ...task }),
      );
    return ended;
  }

  /** Gives a waiting task another reason to wait; nothing is written when it is the same one. */
  async keepWaiting(record: TaskRecord, reason: string): Promise<void> {
    if (record.reason === reason) return;
    await this.moveTask(record.task.taskId, { from: 'waiting', to: 'waiting', reason });
  }

  private async tellEnd(taskId: string): Promise<void> {
    const record = await this.ledger.findTask(taskId);
    if (record === null) return;
    const { outcome, reason } = record;
    this.teller.tell(taskEvent(taskId, { from: 'accepted', to: 'settled', outcome, reason }));
  }
}
