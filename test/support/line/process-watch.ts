import { setTimeout as delay } from 'node:timers/promises';
import type { AppProcess } from '../processes/app-process';

const EVERY_MS = 250;

/** What a probe said, or how many bytes a process had, at a moment (epoch milliseconds). */
export interface Sample {
  readonly at: number;
  readonly value: number | null;
}

/** Looks at the probes and the memory of a process until it is stopped. */
export class ProcessWatch {
  readonly live: Sample[] = [];
  readonly ready: Sample[] = [];
  readonly memory: Sample[] = [];
  private isStopped = false;
  private readonly watching: Promise<unknown>;

  constructor(process: AppProcess) {
    this.watching = Promise.all([
      this.watch(this.live, () => process.health('live')),
      this.watch(this.ready, () => process.health('ready')),
      this.watch(this.memory, async () => process.memory()),
    ]);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.watching;
  }

  private async watch(samples: Sample[], look: () => Promise<number | null>): Promise<void> {
    while (!this.isStopped) {
      const value = await look();
      samples.push({ at: Date.now(), value });
      await delay(EVERY_MS);
    }
  }
}

/** The samples between two moments. */
export function between(samples: readonly Sample[], from: number, to: number): readonly Sample[] {
  return samples.filter(({ at }) => at >= from && at < to);
}
