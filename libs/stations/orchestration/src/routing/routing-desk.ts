import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import PQueue from 'p-queue';
import {
  isAntonError,
  PRIORITIES,
  type AgentTask,
  type DependencyDownError,
  type RouteVerdict,
} from '@anton/contracts';
import { SchedulingLease, TaskLifeCycle, taskLogFields } from '@anton/dispatcher';
import { Ledger, type TaskRecord, type TaskTransition } from '@anton/ledger';
import { withLogFields, withSpan } from '@anton/platform';
import { Router, TaskEnriching, type Routed } from '@anton/router';
import { LatencyMetrics } from '../metrics/latency-metrics';
import { SpendMetrics } from '../metrics/spend-metrics';
import { RouterPause } from './router-pause';
import { routeAttributes } from './route-attributes';

/** Model calls at once; routing is short and never the bottleneck. */
const ROUTED_AT_ONCE = 4;
/** Failures that are not an outage, of one task and since the start of the process, before it is given up. */
const MAX_FAILURES = 3;
const FAILURE_DELAY_MS = 10_000;
/** How long calls under way may take to end when the process stops: most do, and their answers are paid for. */
const DRAIN_MS = 10_000;

/** How often a task waits for an enricher that cannot be asked, before it is routed as it is: for 1, 2 and 3 minutes. */
const MAX_ENRICHING_DELAYS = 3;
const ENRICHING_DELAY_MS = 60_000;

/** A route, and the task that it was bought for. */
interface Bought extends Routed {
  readonly task?: AgentTask;
}

/** What no task can help. */
const OPERATORS_TO_MEND = ['model_auth', 'model_spend_limit'];

/** An outage, and a key or an account that the vendor refuses: the operator's to mend, not the task's to pay for. */
const keepsEverybodyWaiting = (error: unknown): boolean =>
  isAntonError(error) && (error.category === 'outage' || OPERATORS_TO_MEND.includes(error.code));

/**
 * Routes tasks in the background, most urgent first. A bought route is kept until the ledger has it; a task that a crash
 * left in `routing` has none stored and is routed again. A model that is down costs no attempt: everybody waits. Every
 * move names the state before it, so that a task which a signal has settled meanwhile stays settled.
 */
@Injectable()
export class RoutingDesk {
  private readonly logger = new Logger(RoutingDesk.name);
  private readonly queue = new PQueue({ concurrency: ROUTED_AT_ONCE });
  private readonly inHand = new Set<string>();
  private readonly bought = new Map<string, Bought>();
  private readonly unanswered = new Map<string, number>();
  private readonly failures = new Map<string, number>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly enriching: TaskEnriching,
    private readonly router: Router,
    private readonly ledger: Ledger,
    private readonly life: TaskLifeCycle,
    private readonly pause: RouterPause,
    private readonly lease: SchedulingLease,
    private readonly latency: LatencyMetrics,
    private readonly spend: SpendMetrics,
  ) {}

  /** Takes the tasks that it does not have in hand; none while the router's model is down. */
  offer(records: readonly TaskRecord[]): void {
    if (!this.pause.isOver) return;
    for (const record of records) {
      const { taskId, priority } = record.task;
      if (this.inHand.has(taskId)) continue;
      this.inHand.add(taskId);
      void this.queue.add(() => this.handle(record), { priority: -PRIORITIES.indexOf(priority) });
    }
  }

  /** Begins nothing more and resolves when the calls under way have ended, the last of them by force after `ms`. */
  async drain(ms = DRAIN_MS): Promise<void> {
    this.queue.clear();
    const ended = new AbortController();
    const late = delay(ms, undefined, { signal: ended.signal }).then(
      () => this.stopping.abort(),
      () => undefined,
    );
    await this.queue.onIdle();
    ended.abort();
    await late;
  }

  private async handle(record: TaskRecord): Promise<void> {
    const { task } = record;
    try {
      if (this.pause.isOver) await withLogFields(taskLogFields(task), () => this.route(record));
    } catch (error) {
      this.logger.error(`routing of ${task.taskId} is tried again`, error);
    } finally {
      this.inHand.delete(task.taskId);
    }
  }

  private async route(record: TaskRecord): Promise<void> {
    const { taskId } = record.task;
    if (!(await this.claim(record))) return;
    const routed = record.route === null ? await this.buy(record) : { route: record.route, spend: null };
    if (routed === null) return;
    await this.store(taskId, routed);
    this.bought.delete(taskId);
    this.failures.delete(taskId);
  }

  /** False for a task that was settled since it was looked at; a task that a crash left in `routing` has no news. */
  private async claim({ task, state: from }: TaskRecord): Promise<boolean> {
    const claim = { from, to: 'routing', fence: this.lease.fence } as const;
    return from === 'routing'
      ? this.ledger.moveTask(task.taskId, claim)
      : this.life.moveTask(task.taskId, claim);
  }

  private async buy(record: TaskRecord): Promise<Bought | null> {
    const { taskId } = record.task;
    const earlier = this.bought.get(taskId);
    if (earlier !== undefined) return earlier;
    const since = performance.now();
    let verdict: RouteVerdict | 'none' = 'none';
    try {
      const routed = await this.ask(record);
      verdict = routed?.route.verdict ?? 'none';
      return routed;
    } catch (error) {
      if (!this.stopping.signal.aborted) await this.notRouted(taskId, error);
      return null;
    } finally {
      this.latency.routed(verdict, performance.now() - since);
    }
  }

  private ask({ task: accepted, attempts }: TaskRecord): Promise<Bought | null> {
    const { taskId, trace } = accepted;
    const attempt = attempts + 1;
    const attributes = { 'anton.task_id': taskId, 'anton.attempt': attempt };
    const start = { name: 'task route', parent: trace?.traceparent ?? '', attributes } as const;
    return withSpan(start, async (span) => {
      const task = await this.enriched(accepted);
      if (task === null) return null;
      const routed = { ...(await this.router.route(task, attempt, this.stopping.signal)), task };
      this.pause.end();
      this.bought.set(taskId, routed);
      span.set(routeAttributes(routed));
      return routed;
    });
  }

  /** The task with what its enrichers found; null when it waits because one of them cannot be asked now. */
  private async enriched(task: AgentTask): Promise<AgentTask | null> {
    const { taskId } = task;
    const delays = this.unanswered.get(taskId) ?? 0;
    const enriched = await this.enriching.enrich(task, delays < MAX_ENRICHING_DELAYS, this.stopping.signal);
    if (enriched.kind === 'ready') {
      this.unanswered.delete(taskId);
      return enriched.task;
    }
    this.unanswered.set(taskId, delays + 1);
    const notBefore = new Date(Date.now() + ENRICHING_DELAY_MS * (delays + 1));
    const reason = `${enriched.why}; next try at ${notBefore.toISOString()}`;
    await this.life.moveTask(taskId, { from: 'routing', to: 'waiting', reason, notBefore });
    return null;
  }

  /** Route and cost are stored together: after a crash in between, neither is there and another route is bought. */
  private async store(taskId: string, bought: Bought): Promise<void> {
    const { spend } = bought;
    const stored = await this.life.moveTask(taskId, transitionOf(bought));
    if (spend === null) return;
    // Somebody else moved the task meanwhile; the money is spent all the same.
    if (!stored) await this.ledger.recordSpend(spend);
    this.spend.count('router', spend.repository, spend);
  }

  private async notRouted(taskId: string, error: unknown): Promise<void> {
    const why = error instanceof Error ? error.message : String(error);
    if (keepsEverybodyWaiting(error)) return this.postpone(taskId, error, why);
    this.logger.error(`the router failed: ${why}`, error);
    const failures = (this.failures.get(taskId) ?? 0) + 1;
    this.failures.set(taskId, failures);
    const from = 'routing';
    const reason = `the router failed: ${why}`;
    const isPermanent = isAntonError(error) && error.category === 'permanent';
    if (isPermanent || failures >= MAX_FAILURES) {
      this.failures.delete(taskId);
      await this.life.moveTask(taskId, { from, to: 'settled', outcome: 'infra', reason });
    } else {
      const notBefore = new Date(Date.now() + FAILURE_DELAY_MS * failures);
      await this.life.moveTask(taskId, { from, to: 'waiting', reason, notBefore });
    }
  }

  private async postpone(taskId: string, error: unknown, why: string): Promise<void> {
    const notBefore = this.pause.extend((error as Partial<DependencyDownError>).retryAfterMs);
    const reason = `the router's model is down (${why}), next try at ${notBefore.toISOString()}`;
    await this.life.moveTask(taskId, { from: 'routing', to: 'waiting', reason, notBefore });
  }
}

/** What a route does to its task. */
function transitionOf({ route, spend, task }: Bought): TaskTransition {
  const stored = { from: 'routing', route, task, spend: spend ?? undefined } as const;
  if (route.verdict === 'fix') return { ...stored, to: 'waiting', reason: 'routed', notBefore: null };
  return { ...stored, to: 'settled', outcome: route.verdict, reason: route.question ?? route.reason };
}
