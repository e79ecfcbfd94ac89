import { Logger } from '@nestjs/common';
import type { BrokerConnection } from './broker-connection';
import type { ResolvedRabbitQueueOptions } from './rabbit-queue.options';
import { declareTopology } from './topology';

/** Looks after exchange, queues and bindings: what somebody deleted is declared again, without a restart. */
export class TopologyKeeper {
  private readonly logger = new Logger('RabbitTaskQueue');
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> | undefined;
  private problem = '';

  constructor(
    private readonly connection: BrokerConnection,
    private readonly options: ResolvedRabbitQueueOptions,
  ) {
    this.timer = setInterval(() => this.look(), options.watchIntervalMs).unref();
  }

  /** Declares what is missing now; once at a time. */
  look(): void {
    if (this.connection.obstacle !== null) return;
    this.running ??= this.declare().finally(() => (this.running = undefined));
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async declare(): Promise<void> {
    try {
      await this.connection.withChannel(async (channel) =>
        declareTopology(channel, this.options.retryStepsMs),
      );
      this.problem = '';
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== this.problem)
        this.logger.error(`the queue's topology could not be declared: ${problem}`);
      this.problem = problem;
    }
  }
}
