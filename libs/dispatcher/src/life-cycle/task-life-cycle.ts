import { Injectable, Logger } from '@nestjs/common';
import type { AgentTask, LifeCycleEvent, RunTransitioned, TaskTransitioned } from '@anton/contracts';
import {
  Ledger,
  type Acceptance,
  type NewRun,
  type RunRecord,
  type RunTransition,
  type TaskRecord,
  type TaskTransition,
} from '@anton/ledger';
import { LifeCycleFeed } from './life-cycle-feed';

type RunName = Pick<RunRecord, 'taskId' | 'attempt'>;
type RunEnd = Omit<TaskTransition, 'from' | 'route'>;

const now = (): string => new Date().toISOString();

function taskEvent(
  taskId: string,
  move: Omit<TaskTransition, 'from'> & { from: TaskTransition['from'] | null },
) {
  const { from, to, outcome = null, reason = null } = move;
  return { type: 'task', taskId, at: now(), from, to, outcome, reason } satisfies TaskTransitioned;
}

function runEvent(run: RunName, move: Omit<RunTransition, 'from'> & { from: RunTransition['from'] | null }) {
  const { from, to, reason = null } = move;
  const { taskId, attempt } = run;
  return { type: 'run', taskId, attempt, at: now(), from, to, reason } satisfies RunTransitioned;
}

/** Moves tasks and runs through their states: the ledger's guarded update first, then the log line and the feed. */
@Injectable()
export class TaskLifeCycle {
  private readonly logger = new Logger(TaskLifeCycle.name);

  constructor(
    private readonly ledger: Ledger,
    private readonly feed: LifeCycleFeed,
  ) {}

  /** @throws TaskIdCollisionError */
  async accept(task: AgentTask): Promise<Acceptance> {
    const acceptance = await this.ledger.accept(task);
    if (acceptance === 'accepted') this.tell(taskEvent(task.taskId, { from: null, to: 'accepted' }));
    return acceptance;
  }

  /** False when somebody else moved the task before. */
  async moveTask(taskId: string, transition: TaskTransition): Promise<boolean> {
    const moved = await this.ledger.moveTask(taskId, transition);
    if (moved) this.tell(taskEvent(taskId, transition));
    return moved;
  }

  /** Takes a waiting task to running, with a new run; null when it was not waiting any more. */
  async beginRun(run: NewRun): Promise<RunRecord | null> {
    const begun = await this.ledger.beginRun(run);
    if (begun !== null) {
      const task = taskEvent(run.taskId, { from: 'waiting', to: 'running' });
      this.tell(task, runEvent(begun, { from: null, to: 'created' }));
    }
    return begun;
  }

  /** False when the run was in another state already. */
  async moveRun(run: RunName, transition: RunTransition): Promise<boolean> {
    const moved = await this.ledger.moveRun(run.taskId, run.attempt, transition);
    if (moved) this.tell(runEvent(run, transition));
    return moved;
  }

  /** Settles the run and takes its task out of `running`. False when that was done before. */
  async endRun(run: Pick<RunRecord, 'taskId' | 'attempt' | 'state'>, task: RunEnd): Promise<boolean> {
    const { taskId, attempt, state: from } = run;
    const reason = task.reason ?? null;
    const ended = await this.ledger.endRun(taskId, attempt, { from, reason }, task);
    if (ended)
      this.tell(
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

  private tell(...events: readonly LifeCycleEvent[]): void {
    for (const event of events) {
      const what = event.type === 'run' ? `run ${event.attempt}` : 'task';
      const how = event.type === 'task' && event.outcome !== null ? ` (${event.outcome})` : '';
      const why = event.reason === null ? '' : `: ${event.reason}`;
      this.logger.log(`${what} ${event.to}${how}${why}`);
    }
    this.feed.emit(...events);
  }
}
