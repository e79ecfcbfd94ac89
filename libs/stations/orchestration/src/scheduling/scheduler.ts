import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { auditTime, filter, interval, merge, Subject, type Subscription } from 'rxjs';
import type { LifeCycleEvent } from '@anton/contracts';
import {
  Dispatcher,
  ExecutorRegistry,
  FollowUps,
  LifeCycleFeed,
  SchedulingLease,
  taskLogFields,
} from '@anton/dispatcher';
import { Ledger, type TaskRecord } from '@anton/ledger';
import { withLogFields } from '@anton/platform';
import { DEFAULT_TICK_MS, ORCHESTRATION_OPTIONS, type OrchestrationOptions } from '../orchestration.options';
import { IntentDesk } from '../intents/intent-desk';
import { RoutingDesk } from '../routing/routing-desk';
import { dispatchOrder } from './dispatch-order';
import { IntakeValve } from './intake-valve';
import { LeaseKeeper } from './lease-keeper';
import { OneAtATime } from './one-at-a-time';
import { RunWatch } from './run-watch';

/** Shutting down takes at most this long; what is not done by then goes on after the next start. */
const DRAIN_MS = 20_000;

/** Far above what ANTON_MAX_WAITING lets in. */
const OPEN_TASKS = 100_000;

/** An executor tells every change of every run: that many are looked at together. */
const EXECUTOR_NEWS_MS = 25;

/** After which there may be something to do: a task to route or to dispatch, or a place that is free. */
const isNews = (event: LifeCycleEvent): boolean =>
  event.type === 'task' && event.from !== event.to && ['accepted', 'waiting', 'settled'].includes(event.to);

const isDue = ({ notBefore }: TaskRecord, now: number): boolean =>
  notBefore === null || Date.parse(notBefore) <= now;

/**
 * Moves every task that is not settled as far as it can go, from what the ledger says: at every change, and every second.
 * It keeps no state that matters, so a restart after a crash needs no repair of its own. Of several orchestrators on one
 * ledger the one that has the lease does so; the others take messages.
 */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Scheduler.name);
  private readonly ticks = new OneAtATime(() => this.tick());
  private calls: Subscription | undefined;
  private lastFailure: string | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly executors: ExecutorRegistry,
    private readonly feed: LifeCycleFeed,
    private readonly intents: IntentDesk,
    private readonly routing: RoutingDesk,
    private readonly dispatcher: Dispatcher,
    private readonly followUps: FollowUps,
    private readonly watch: RunWatch,
    private readonly valve: IntakeValve,
    private readonly lease: SchedulingLease,
    private readonly keeper: LeaseKeeper,
    @Inject(ORCHESTRATION_OPTIONS) private readonly options: OrchestrationOptions,
  ) {}

  onApplicationBootstrap(): void {
    const request = (): void => this.ticks.request();
    const changes = new Subject<void>();
    for (const { provider } of this.executors.all()) provider.onChange(() => changes.next());
    this.calls = merge(
      interval(this.options.tickMs ?? DEFAULT_TICK_MS),
      this.feed.events.pipe(filter(isNews)),
      changes.pipe(auditTime(EXECUTOR_NEWS_MS)),
    ).subscribe(request);
    this.keeper.start(request);
  }

  /** Ends what this process does; the runs go on. */
  async beforeApplicationShutdown(): Promise<void> {
    this.calls?.unsubscribe();
    this.ticks.close();
    const drained = this.drain().then(() => true);
    const late = new Promise<boolean>((resolve) => setTimeout(resolve, DRAIN_MS, false).unref());
    if (!(await Promise.race([drained, late])))
      this.logger.warn('stopped before all work under way was done');
    await this.keeper.stop();
  }

  private async drain(): Promise<void> {
    await Promise.all([this.ticks.idle(), this.routing.drain(), this.watch.idle()]);
    await this.dispatcher.idle();
  }

  private async tick(): Promise<void> {
    try {
      await (this.lease.isHeld ? this.schedule() : this.stayOpen());
      if (this.lastFailure !== undefined) this.logger.log('the tasks are looked at again');
      this.lastFailure = undefined;
    } catch (error) {
      const failure = String(error);
      if (failure !== this.lastFailure)
        this.logger.error('the tasks could not be looked at, trying again', error);
      this.lastFailure = failure;
    }
  }

  private async schedule(): Promise<void> {
    await this.intents.look();
    const states = ['accepted', 'routing', 'waiting', 'running'] as const;
    const found = await this.ledger.listTasks({ states, order: 'urgency', limit: OPEN_TASKS });
    const open = await this.followUps.merge(found);
    const now = Date.now();
    const due = open.filter((record) => record.state !== 'running' && isDue(record, now));
    const running = open.filter((record) => record.state === 'running');
    this.valve.adjust(open.length - running.length);
    await this.watch.look(open);
    this.routing.offer(due.filter((record) => record.state !== 'waiting' || record.route === null));
    const waiting = due.filter((record) => record.state === 'waiting' && record.route !== null);
    await this.dispatch(waiting, running);
  }

  /** Without the lease there is only the intake to be opened or closed. */
  private async stayOpen(): Promise<void> {
    const { accepted, routing, waiting } = await this.ledger.countTasks();
    this.valve.adjust(accepted + routing + waiting);
  }

  private async dispatch(waiting: readonly TaskRecord[], running: readonly TaskRecord[]): Promise<void> {
    const active = [...running];
    for (const record of dispatchOrder(waiting, running)) {
      const result = await withLogFields(taskLogFields(record.task), () =>
        this.dispatcher.dispatch(record, active),
      );
      if (result === 'started') active.push(record);
    }
  }
}
