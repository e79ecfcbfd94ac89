import { Logger } from '@nestjs/common';
import type { BrokerConnection } from './broker-connection';
import { errorText } from './error-text';
import type { ResolvedRabbitQueueOptions } from './rabbit-queue.options';
import { withChannel } from './short-lived-channel';
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

  stop(): void {
    clearInterval(this.timer);
  }

  private async declare(): Promise<void> {
    try {
      const { publishTimeoutMs, retryStepsMs } = this.options;
      await withChannel(this.connection, publishTimeoutMs, (channel) =>
        declareTopology(channel, retryStepsMs),
      );
      this.problem = '';
    } catch (error) {
      const problem = errorText(error);
      if (problem !== this.problem)
        this.logger.error(`the queue's topology could not be declared: ${problem}`);
      this.problem = problem;
    }
  }
}
