import { expect, vi } from 'vitest';
import type {
  Delivery,
  DeliveryFailure,
  DeliveryOutcome,
  OutgoingMessage,
  QueueConsumer,
  QueueDepth,
  TaskQueue,
} from '@anton/queue';
import { Child, type AdapterOpener } from '../children/child';
import type { QueueChildOptions } from '../children/queue.child';

/** How the queue under test is set. Times are milliseconds, short so that the suite is. */
export const QUEUE_SETTINGS = {
  retryStepsMs: [60, 120],
  visibilityTimeoutMs: 1500,
  maxInFlight: 20,
  publishTimeoutMs: 1500,
} as const;
export type QueueSettings = typeof QUEUE_SETTINGS;

/** A queue and the world around it. */
export interface TaskQueueSubject {
  readonly queue: TaskQueue;
  /** Another end of the same queue, as another process has it. */
  again(): Promise<TaskQueue>;
  /** How a child process opens the same queue. */
  readonly opener: AdapterOpener;
  /** Makes the queue refuse or delay every write, until the function it gives is called. */
  breakDown(): Promise<() => Promise<void>>;
  /** Closes every end of it, also with running consumers. */
  close(): Promise<void>;
}

const PATIENCE = { timeout: 15_000, interval: 10 };
export const ACK: DeliveryOutcome = { kind: 'ack' };
const CHILD = new URL('../children/queue.child.ts', import.meta.url);

export function failureOf(code: string): DeliveryFailure {
  return { code, message: `it failed with ${code}`, category: 'transient' };
}

export function messageOf(id: string, fields: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return { id, routingKey: 'task.test.p3', body: JSON.stringify({ id }), ...fields };
}

/** The subject of the test that runs now, and what was delivered to its handlers. */
export class TaskQueueWorld {
  subject: TaskQueueSubject;
  deliveries: Delivery[] = [];
  private readonly children: Child[] = [];

  get queue(): TaskQueue {
    return this.subject.queue;
  }

  /** Consumes and keeps every delivery; `answer` decides how each one ends. */
  readonly consume = async (
    answer: (delivery: Delivery) => DeliveryOutcome | Promise<DeliveryOutcome>,
    { prefetch = 1, queue = this.queue } = {},
  ): Promise<QueueConsumer> =>
    queue.consume(
      async (delivery) => {
        this.deliveries.push(delivery);
        return answer(delivery);
      },
      { prefetch },
    );

  /** Waits until so many deliveries were made. */
  readonly delivered = async (count: number): Promise<readonly Delivery[]> => {
    await vi.waitFor(() => expect(this.deliveries.length).toBeGreaterThanOrEqual(count), PATIENCE);
    return this.deliveries;
  };

  /** Waits until the queue is as deep as that. */
  readonly depthBecomes = async (depth: Partial<QueueDepth>): Promise<void> => {
    await vi.waitFor(async () => expect(await this.queue.depth()).toMatchObject(depth), PATIENCE);
  };

  readonly child = (role: QueueChildOptions['role']): Child => {
    const child = new Child(CHILD, this.subject.opener, { role });
    this.children.push(child);
    return child;
  };

  /** Begins a test with `subject`. */
  begin(subject: TaskQueueSubject): void {
    this.subject = subject;
    this.deliveries = [];
  }

  async end(): Promise<void> {
    await Promise.all(this.children.splice(0).map(async (child) => child.kill()));
    await this.subject.close();
  }
}
