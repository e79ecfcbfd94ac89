import { Logger } from '@nestjs/common';
import { CachedReading } from './cached-reading';
import type { HealthProbe, ProbeResult } from './health-probe.port';

/**
 * Several replicas are asked every few seconds, by more than one asker: a probe runs at most every 3 s while all is
 * well. A canary that was confirmed up to 8 s ago (3 s, and 5 s to answer) is within the 15 s that readiness promises.
 */
const PROBING = {
  goodForMs: 3_000,
  badForMs: 1_000,
  timeoutMs: 5_000,
  isGood: ({ up }: ProbeResult) => up,
} as const;

/** A probe that is asked sparingly. When it goes down or comes up again the log says so, and why. */
export class WatchedProbe {
  private readonly logger = new Logger('Health');
  private readonly reading: CachedReading<ProbeResult>;
  private wasUp = true;

  constructor(
    readonly name: string,
    probe: HealthProbe,
  ) {
    this.reading = new CachedReading(async () => probe.check(), PROBING);
  }

  /** Never throws. A probe that throws or does not answer in time is down; its error is for the log only. */
  async ask(): Promise<ProbeResult> {
    try {
      const result = await this.reading.get();
      this.tell(result.up, result.detail ?? 'down');
      return result;
    } catch (error) {
      this.tell(false, String(error));
      return { up: false, detail: 'the probe failed or did not answer in time' };
    }
  }

  private tell(isUp: boolean, why: string): void {
    if (isUp === this.wasUp) return;
    this.wasUp = isUp;
    if (isUp) this.logger.log(`${this.name} is up again`);
    else this.logger.warn(`not ready: ${this.name}: ${why}`);
  }
}
