import { Injectable, Logger } from '@nestjs/common';
import { TaskBudget, TaskLifeCycle, taskLogFields } from '@anton/dispatcher';
import {
  intentObstacle,
  Ledger,
  type IntentAnswer,
  type TaskIntent,
  type TaskRecord,
  type TaskTransition,
} from '@anton/ledger';
import { withLogFields } from '@anton/platform';

const UNSETTLED = ['created', 'started', 'reported', 'vanished'] as const;

const refused = (detail: string): IntentAnswer => ({ status: 'refused', detail });
const done = (detail: string): IntentAnswer => ({ status: 'done', detail });

function wordsOf(what: string, { by, reason }: TaskIntent): string {
  return reason === null ? `${what} by ${by}` : `${what} by ${by}: ${reason}`;
}

/**
 * Does what operators want of tasks, in the order in which they asked: the ledger answers each intent once, in the
 * transaction that moves its task. The run of a cancelled task is then stopped by whoever looks at runs.
 */
@Injectable()
export class IntentDesk {
  private readonly logger = new Logger(IntentDesk.name);

  constructor(
    private readonly ledger: Ledger,
    private readonly life: TaskLifeCycle,
    private readonly budget: TaskBudget,
  ) {}

  /** Acts on every open intent that can be acted on now; the others are looked at again. */
  async look(): Promise<void> {
    const postponed = new Set<string>();
    for (const intent of await this.ledger.listIntents({ isOpen: true })) {
      if (postponed.has(intent.taskId)) continue;
      try {
        if (!(await this.act(intent))) postponed.add(intent.taskId);
      } catch (error) {
        postponed.add(intent.taskId);
        this.logger.error(`${intent.kind} of ${intent.taskId} is tried again`, error);
      }
    }
  }

  /** False when it is too early, or its task has moved meanwhile. */
  private async act(intent: TaskIntent): Promise<boolean> {
    const record = await this.ledger.findTask(intent.taskId);
    if (record === null) return this.ledger.answerIntent(intent, refused('there is no such task'));
    return withLogFields(taskLogFields(record.task), async () => {
      const obstacle = intentObstacle(intent, record);
      if (obstacle !== null) return this.life.answerIntent(intent, refused(obstacle.problem));
      return intent.kind === 'cancel' ? this.cancel(intent, record) : this.retry(intent, record);
    });
  }

  private cancel(intent: TaskIntent, { state: from }: TaskRecord): Promise<boolean> {
    const reason = wordsOf('cancelled', intent);
    const detail = from === 'running' ? 'cancelled, its run is being stopped' : 'cancelled before it started';
    return this.life.answerIntent(intent, done(detail), {
      from,
      to: 'settled',
      outcome: 'cancelled',
      reason,
    });
  }

  private async retry(intent: TaskIntent, record: TaskRecord): Promise<boolean> {
    const { taskId } = intent;
    const open = await this.ledger.listRuns({ taskId, states: UNSETTLED });
    if (open.length > 0) return false;
    const route = intent.isRoutedAnew || record.route?.verdict !== 'fix' ? null : record.route;
    const { limit, spent, left } =
      route === null ? { limit: 0, spent: 0, left: 1 } : await this.budget.of(taskId, route);
    if (left === 0)
      return this.life.answerIntent(
        intent,
        refused(`it has spent $${spent} of the $${limit} that it may cost`),
      );
    const move: TaskTransition = {
      from: 'settled',
      to: 'waiting',
      reason: wordsOf('retried', intent),
      route,
    };
    const how = route === null ? 'it is routed anew' : 'its route stays';
    return this.life.answerIntent(intent, done(`waits for attempt ${record.attempts + 1}, ${how}`), move);
  }
}
