import { setTimeout as delay } from 'node:timers/promises';
import type { RabbitTaskQueue } from '@anton/queue';
import { expect } from 'vitest';

/** One of each lane. */
export const ROUTING_KEYS = ['task.test.p1', 'task.test.p3'] as const;

/** A publish that was not answered as published. */
export interface Refusal {
  readonly id: string;
  readonly afterMs: number;
  readonly message: string;
}

let runs = 0;

/** Publishes on both lanes and keeps what became of each message. */
export class Traffic {
  readonly accepted: string[] = [];
  readonly refused: Refusal[] = [];
  private readonly name = `t${(runs += 1)}`;
  private readonly underWay = new Set<Promise<void>>();
  private count = 0;
  private isRunning = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly queue: RabbitTaskQueue,
    private readonly body = '{}',
  ) {}

  /** One message every 10 ms, until {@link stop}. */
  start(): void {
    this.isRunning = true;
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await this.running;
    await Promise.all(this.underWay);
  }

  /** So many at once; resolves when each is answered. */
  async burst(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, async () => this.publish()));
  }

  async publish(): Promise<void> {
    const since = performance.now();
    this.count += 1;
    const id = `${this.name}-${this.count}`;
    const routingKey = ROUTING_KEYS[this.count % ROUTING_KEYS.length] ?? ROUTING_KEYS[0];
    try {
      await this.queue.publish({ id, routingKey, body: this.body });
      this.accepted.push(id);
    } catch (error) {
      expect(error).toMatchObject({ code: 'queue_unavailable', category: 'outage' });
      this.refused.push({ id, afterMs: performance.now() - since, message: (error as Error).message });
    }
  }

  private async run(): Promise<void> {
    while (this.isRunning) {
      const publish = this.publish().finally(() => this.underWay.delete(publish));
      this.underWay.add(publish);
      await delay(10);
    }
  }
}
