import { preciseNow } from '../world/precise-now';

/** When each Job was seen first, and who waits for it. */
export class JobTimes {
  private readonly times = new Map<string, number>();
  private readonly waiting = new Map<string, (at: number) => void>();

  /** The first sight counts. */
  saw(job: string): void {
    if (this.times.has(job)) return;
    const at = preciseNow();
    this.times.set(job, at);
    this.waiting.get(job)?.(at);
    this.waiting.delete(job);
  }

  /** Resolves when the Job was seen, with when that was. */
  of(job: string): Promise<number> {
    const at = this.times.get(job);
    if (at !== undefined) return Promise.resolve(at);
    return new Promise((resolve) => this.waiting.set(job, resolve));
  }
}
