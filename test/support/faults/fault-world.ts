import {
  openRabbitQueue,
  type Delivery,
  type DeliveryFailure,
  type DeliveryOutcome,
  type QueueConsumer,
  type QueueDepth,
  type RabbitQueueOptions,
  type RabbitTaskQueue,
} from '@anton/queue';
import { expect, vi } from 'vitest';
import type { Broker } from '../rabbitmq/broker';
import type { BrokerVhost } from '../rabbitmq/broker-vhost';
import { ProcessProblems } from './process-problems';
import { ROUTING_KEYS, Traffic } from './traffic';

/** What the issue promises after every fault; milliseconds. */
export const RECOVERY_MS = 30_000;
/** Sets how long RabbitMQ waits before it tries a dead letter again that nobody received; 180 s by default. */
export const TRIED_AGAIN_AFTER = 'application:set_env(rabbit, dead_letter_worker_publisher_confirm_timeout, ';
export const ACK: DeliveryOutcome = { kind: 'ack' };

/** Faster than the defaults, so that the suite is: a half-open connection is noticed after 4 to 6 s instead of 15. */
const SETTINGS = {
  retryStepsMs: [100, 200],
  publishTimeoutMs: 2000,
  watchIntervalMs: 2000,
  heartbeatSeconds: 2,
};

export function failureOf(
  code: string,
  category: DeliveryFailure['category'] = 'transient',
): DeliveryFailure {
  return { code, message: `it failed with ${code}`, category };
}

type Answer = (delivery: Delivery) => DeliveryOutcome | Promise<DeliveryOutcome>;

/** A virtual host per test, the queues that were opened on it, and what their handlers got. */
export class FaultWorld {
  readonly recoveries: number[] = [];
  readonly problems = new ProcessProblems();
  deliveries: Delivery[] = [];
  vhost: BrokerVhost;
  uri = '';
  private queues: RabbitTaskQueue[] = [];
  private readonly gates: (() => void)[] = [];

  constructor(private readonly theBroker: () => Broker) {}

  get broker(): Broker {
    return this.theBroker();
  }

  async begin(): Promise<void> {
    this.uri = await this.broker.newVhost();
    this.vhost = this.broker.vhost(this.uri);
    this.deliveries = [];
    this.problems.begin();
  }

  /** Closes everything; nothing of a test may have gone past a handler of errors. */
  async end(): Promise<void> {
    for (const open of this.gates.splice(0)) open();
    await Promise.all(this.queues.splice(0).map(async (queue) => queue.onApplicationShutdown()));
    this.problems.end();
  }

  settings(): RabbitQueueOptions {
    return { ...SETTINGS, uri: this.uri };
  }

  readonly open = async (options: Partial<RabbitQueueOptions> = {}): Promise<RabbitTaskQueue> => {
    const queue = await openRabbitQueue({ ...this.settings(), ...options });
    this.queues.push(queue);
    return queue;
  };

  /** As an operator would. */
  readonly closeConnections = (): Promise<void> => this.broker.closeConnections(this.uri);

  /** Of this test's connections together. */
  async channels(): Promise<number> {
    const lines = await this.broker.ctl('list_channels', '--vhost', this.vhost.name, 'pid');
    return lines.split('\n').filter((line) => line.startsWith('<')).length;
  }

  /** A promise and what resolves it; the end of the test does too. */
  readonly gate = (): { readonly open: () => void; readonly opened: Promise<void> } => {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    this.gates.push(open);
    return { open, opened };
  };

  /** The address of this test's virtual host behind a proxy that listens on `port`. */
  uriVia(port: number): string {
    return this.broker.uri(this.vhost.name, port);
  }

  /** Consumes on an end of its own and keeps every delivery. */
  readonly consume = async (
    answer: Answer = () => ACK,
    { prefetch = 4, queue }: { prefetch?: number; queue?: RabbitTaskQueue } = {},
  ): Promise<QueueConsumer> => {
    const end = queue ?? (await this.open());
    return end.consume(
      async (delivery) => {
        this.deliveries.push(delivery);
        return answer(delivery);
      },
      { prefetch },
    );
  };

  readonly traffic = (queue: RabbitTaskQueue): Traffic => new Traffic(queue);

  timesHandled(id: string): number {
    return this.deliveries.filter((delivery) => delivery.id === id).length;
  }

  /** Resolves when `check` holds; at most {@link RECOVERY_MS} after this call. */
  readonly recovers = async (check: () => unknown): Promise<void> => {
    const since = performance.now();
    await vi.waitFor(check, { timeout: RECOVERY_MS, interval: 25 });
    this.recoveries.push(performance.now() - since);
  };

  /** A message of each lane goes all the way again. */
  readonly flows = (queue: RabbitTaskQueue): Promise<void> =>
    this.recovers(async () => {
      const ids: string[] = [];
      for (const routingKey of ROUTING_KEYS) {
        const id = `${routingKey}-${performance.now()}`;
        await queue.publish({ id, routingKey, body: '{}' });
        ids.push(id);
      }
      await vi.waitFor(
        () => expect(this.deliveries.map(({ id }) => id)).toEqual(expect.arrayContaining(ids)),
        {
          timeout: 2000,
          interval: 5,
        },
      );
    });

  readonly depthBecomes = async (queue: RabbitTaskQueue, depth: Partial<QueueDepth>): Promise<void> => {
    await vi.waitFor(async () => expect(await queue.depth()).toMatchObject(depth), {
      timeout: RECOVERY_MS,
      interval: 25,
    });
  };

  /** Everything that was answered as published has been handled. */
  readonly nothingIsLost = async (traffic: Traffic): Promise<void> => {
    await vi.waitFor(
      () => {
        const handled = new Set(this.deliveries.map(({ id }) => id));
        expect(traffic.accepted.filter((id) => !handled.has(id))).toEqual([]);
      },
      { timeout: RECOVERY_MS, interval: 25 },
    );
  };
}
