import { Logger } from '@nestjs/common';
import { LANES } from '../../lane';
import type { ConsumerSession } from './consumer-session';
import { errorText } from './error-text';

/** What the watch needs of a consumer. */
export interface Watched {
  readonly session: ConsumerSession | undefined;
  /** Subscribes anew on another channel. */
  renew(): Promise<void>;
}

/**
 * Subscribes anew when a lane was silent for some time. RabbitMQ may forget a consumer without a word: when a quorum
 * queue is deleted and declared again at once, 3.10 subscribes the old consumer to the new queue, marks what it would get
 * as delivered, and delivers nothing (rabbitmq-server issue 5927). No count of the broker shows it, and closing the
 * channel is what frees those messages.
 */
export class SilenceWatch {
  private readonly logger = new Logger('RabbitTaskQueue');
  private readonly timer: NodeJS.Timeout;
  private isRenewing = false;

  constructor(
    private readonly watched: Watched,
    private readonly silenceMs: number,
  ) {
    this.timer = setInterval(() => void this.look(), silenceMs / 4).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.isRenewing || !this.isSilent()) return;
    this.isRenewing = true;
    try {
      await this.watched.renew();
    } catch (error) {
      this.logger.warn(`the consumer could not subscribe anew: ${errorText(error)}`);
    } finally {
      this.isRenewing = false;
    }
  }

  private isSilent(): boolean {
    const { session } = this.watched;
    if (session === undefined || !session.isSubscribed) return false;
    const since = performance.now() - this.silenceMs;
    return LANES.some((lane) => session.receivedAt[lane] < since && !session.holds(lane));
  }
}
