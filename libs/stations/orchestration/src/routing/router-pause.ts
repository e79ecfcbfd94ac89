import { Inject, Injectable } from '@nestjs/common';
import { ExponentialBackoff, halfJitterGenerator, type IBackoff } from 'cockatiel';
import {
  DEFAULT_ROUTER_PAUSE_MS,
  ORCHESTRATION_OPTIONS,
  type OrchestrationOptions,
} from '../orchestration.options';

/** How long nothing is routed because the router's model is down: longer with every failure, jittered, bounded. */
@Injectable()
export class RouterPause {
  private readonly backoffs: ExponentialBackoff<number>;
  private readonly longest: number;
  private current: IBackoff<unknown> | undefined;
  private until = 0;

  constructor(@Inject(ORCHESTRATION_OPTIONS) options: OrchestrationOptions) {
    const { first, longest } = options.routerPauseMs ?? DEFAULT_ROUTER_PAUSE_MS;
    this.longest = longest;
    this.backoffs = new ExponentialBackoff({
      generator: halfJitterGenerator,
      initialDelay: first,
      maxDelay: longest,
    });
  }

  get isOver(): boolean {
    return Date.now() >= this.until;
  }

  /** The time of the next try. Failures of calls that were under way when the pause began do not make it longer. */
  extend(retryAfterMs = 0): Date {
    if (this.isOver) {
      this.current = (this.current ?? this.backoffs).next(undefined);
      this.until = Date.now() + Math.max(this.current.duration, Math.min(retryAfterMs, this.longest));
    }
    return new Date(this.until);
  }

  /** The model has answered. */
  end(): void {
    this.current = undefined;
    this.until = 0;
  }
}
