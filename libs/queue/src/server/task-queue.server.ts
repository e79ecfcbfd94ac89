import { PermanentError } from '@anton/contracts';
import { isTracing, traceIdOf, withLogFields, withSpan } from '@anton/platform';
import { Inject, Injectable } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { lastValueFrom, Subject, type Observable } from 'rxjs';
import { TaskQueue, type Delivery, type DeliveryOutcome, type QueueConsumer } from '../task-queue.port';
import { failedDelivery, type FailedOutcome } from './failed-delivery';
import { readMessageBody } from './message-body';
import { TaskContext } from './task-context';

/** The pattern that there must be a handler for: `@EventPattern<string>('task')`. */
const REQUIRED_PATTERN = 'task';
const DEFAULT_PREFETCH = 4;

export const TASK_QUEUE_SERVER_OPTIONS = Symbol('TaskQueueServerOptions');

export interface TaskQueueServerOptions {
  /** Messages handled at once. Default 4: a handler only stores its task. */
  readonly prefetch?: number;
}

/**
 * The task queue as a Nest transport: `app.connectMicroservice({ strategy: app.get(TaskQueueServer) })`. A message goes
 * to the handler of the first word of its routing key (`task`, `signal`), which gets the parsed body and a
 * {@link TaskContext}. When it returns, the message is acknowledged; how it ends when it throws is decided by
 * {@link failedDelivery}. Every log line of a handler carries `task_id` and `trace_id`.
 */
@Injectable()
export class TaskQueueServer extends Server implements CustomTransportStrategy {
  /** Errors are settled and logged here. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly failed = new Subject<FailedOutcome>();
  /** Every attempt that failed, and what it means for its message. */
  readonly failures: Observable<FailedOutcome> = this.failed.asObservable();
  private consumer: QueueConsumer | undefined;
  private isPaused = false;

  constructor(
    private readonly queue: TaskQueue,
    @Inject(TASK_QUEUE_SERVER_OPTIONS) private readonly options: TaskQueueServerOptions,
  ) {
    super();
  }

  /** Starts to consume; `callback` gets the error when that is not possible. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      if (this.getHandlerByPattern(REQUIRED_PATTERN) === null) throw noHandler(REQUIRED_PATTERN);
      const prefetch = this.options.prefetch ?? DEFAULT_PREFETCH;
      this.consumer = await this.queue.consume(async (delivery) => this.handle(delivery), { prefetch });
      if (this.isPaused) this.consumer.pause();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** True while the queue delivers to this process, or would if it were not paused. */
  get isConsuming(): boolean {
    return this.consumer?.isConsuming ?? false;
  }

  /** Takes no further message until {@link resume}; running handlers go on. */
  pause(): void {
    this.isPaused = true;
    this.consumer?.pause();
  }

  resume(): void {
    this.isPaused = false;
    this.consumer?.resume();
  }

  /** Takes no further message and waits for the running handlers. Called by `app.close()`. */
  async close(): Promise<void> {
    await this.consumer?.close();
  }

  /** There are no events of a connection to listen to: the adapter looks after its own. */
  on(event: string): never {
    throw new Error(`the task queue emits no event "${event}"`);
  }

  /** The port below. */
  unwrap<T = TaskQueue>(): T {
    return this.queue as T;
  }

  private async handle(delivery: Delivery): Promise<DeliveryOutcome> {
    const traceId = traceIdOf(delivery.traceparent);
    const fields = { task_id: delivery.id, ...(traceId === undefined ? {} : { trace_id: traceId }) };
    return withLogFields(fields, () => (isTracing() ? this.traced(delivery) : this.settle(delivery)));
  }

  private traced(delivery: Delivery): Promise<DeliveryOutcome> {
    const pattern = patternOf(delivery);
    const start = {
      // A key that nobody handles may be anybody's text.
      name: `${this.getHandlerByPattern(pattern) === null ? 'message' : pattern} receive`,
      kind: 'consumer',
      parent: delivery.traceparent ?? '',
      attributes: {
        'anton.task_id': delivery.id,
        'anton.lane': delivery.lane,
        'anton.attempt': delivery.attempt,
      },
    } as const;
    return withSpan(start, async (span) => {
      const outcome = await this.settle(delivery);
      span.set({ 'anton.outcome': outcome.kind });
      if ('failure' in outcome) span.fail(outcome.failure.code);
      return outcome;
    });
  }

  private async settle(delivery: Delivery): Promise<DeliveryOutcome> {
    try {
      await this.call(readMessageBody(delivery.body), new TaskContext([delivery]));
      return { kind: 'ack' };
    } catch (error) {
      const outcome = failedDelivery(error);
      this.report(delivery, outcome, error);
      this.failed.next(outcome);
      return outcome;
    }
  }

  private async call(body: unknown, context: TaskContext): Promise<void> {
    const pattern = patternOf(context.delivery);
    const handler = this.getHandlerByPattern(pattern);
    if (handler === null) throw noHandler(pattern);
    const answer = this.transformToObservable(await handler(body, context));
    await lastValueFrom(answer, { defaultValue: undefined });
  }

  private report({ attempt }: Delivery, { kind, failure }: FailedOutcome, error: unknown): void {
    const text = `attempt ${attempt} failed, ${kind}: ${failure.code}: ${failure.message}`;
    if (kind === 'dead_letter') this.logger.error(text, error);
    else this.logger.warn(text, error);
  }
}

function patternOf({ routingKey }: Delivery): string {
  return routingKey.split('.')[0] ?? '';
}

function noHandler(pattern: string): PermanentError {
  return new PermanentError(`no controller handles @EventPattern('${pattern}')`, {
    code: 'no_task_handler',
    remedy:
      'Import the module whose controller takes such messages (OrchestrationModule for tasks and signals).',
  });
}
