import { Inject, Injectable, Logger } from '@nestjs/common';
import type { RouteDecision } from '@anton/contracts';
import type { TaskRecord } from '@anton/ledger';
import {
  DispatchGateRegistry,
  type ActiveRun,
  type GateAnswer,
  type GateContext,
} from '../dispatch-gate.port';
import {
  DEFAULT_DEADLINE_MARGIN_MS,
  DISPATCHER_OPTIONS,
  type DispatcherOptions,
} from '../dispatcher.options';
import { TaskLifeCycle } from '../life-cycle/task-life-cycle';
import { TaskSignals } from '../life-cycle/task-signals';
import { RunLauncher } from './run-launcher';

/** What became of a waiting task. `moved`: somebody else took it. */
export type DispatchResult = 'started' | 'waiting' | 'refused' | 'moved';

/** A gate that fails is asked again after this time; until then its tasks wait. */
const FAILED_GATE_RETRY_MS = 30_000;
const MINUTE_MS = 60_000;

const activeRunOf = ({ task, route, updatedAt }: TaskRecord): ActiveRun => ({
  taskId: task.taskId,
  correlationKey: task.correlationKey,
  repositoryId: route?.repository?.id ?? '',
  template: route?.template ?? '',
  reservedUsd: route?.limits.costUsd ?? 0,
  startedAt: new Date(updatedAt),
});

/**
 * Takes a routed, waiting task through the gates and begins its run; its executor starts it in the background. Called for one task after the other, because the
 * gates count active runs.
 */
@Injectable()
export class Dispatcher {
  private readonly logger = new Logger(Dispatcher.name);
  private readonly askAgainAt = new Map<string, number>();

  constructor(
    private readonly gates: DispatchGateRegistry,
    private readonly life: TaskLifeCycle,
    private readonly signals: TaskSignals,
    private readonly launcher: RunLauncher,
    @Inject(DISPATCHER_OPTIONS) private readonly options: DispatcherOptions,
  ) {}

  /** `record` is waiting and has a route; `running` are the tasks that run now. */
  async dispatch(record: TaskRecord, running: readonly TaskRecord[]): Promise<DispatchResult> {
    const { task, route } = record;
    if (route === null) return 'moved';
    if ((this.askAgainAt.get(task.taskId) ?? 0) > Date.now()) return 'waiting';
    this.askAgainAt.delete(task.taskId);
    const answer = await this.ask({ task, route, active: running.map(activeRunOf), now: new Date() });
    switch (answer.kind) {
      case 'admit':
        return this.begin(record, route);
      case 'refuse':
        return this.refuse(record, answer.reason);
      case 'wait':
        if (answer.retryAfterMs !== undefined)
          this.askAgainAt.set(task.taskId, Date.now() + answer.retryAfterMs);
        await this.life.keepWaiting(record, answer.reason);
        return 'waiting';
    }
  }

  /** Resolves when every run that was begun has been handed to its executor, or could not be. */
  idle(): Promise<void> {
    return this.launcher.idle();
  }

  private async ask(context: GateContext): Promise<GateAnswer> {
    for (const { name, provider } of this.gates.all()) {
      const answer = await provider.check(context).catch((error: unknown): GateAnswer => {
        this.logger.error(`gate ${name} failed`, error);
        return { kind: 'wait', reason: `gate ${name} failed`, retryAfterMs: FAILED_GATE_RETRY_MS };
      });
      if (answer.kind !== 'admit') return answer;
    }
    return { kind: 'admit' };
  }

  private async begin(record: TaskRecord, route: RouteDecision): Promise<DispatchResult> {
    if (await this.signals.settle(record.task.taskId)) return 'moved';
    const margin = this.options.deadlineMarginMs ?? DEFAULT_DEADLINE_MARGIN_MS;
    const run = await this.life.beginRun({
      taskId: record.task.taskId,
      attempt: record.attempts + 1,
      executor: this.options.executor,
      deadlineAt: new Date(Date.now() + route.limits.minutes * MINUTE_MS + margin),
    });
    if (run === null) return 'moved';
    this.launcher.launchSoon(record, run);
    return 'started';
  }

  private async refuse(record: TaskRecord, reason: string): Promise<DispatchResult> {
    const settled = { from: 'waiting', to: 'settled', outcome: 'policy', reason } as const;
    return (await this.life.moveTask(record.task.taskId, settled)) ? 'refused' : 'moved';
  }
}
