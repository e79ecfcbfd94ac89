/** Aborts a try that falls silent or lasts too long. Call `alive` at every sign of life and `end` when it is over. */
export class Watchdog {
  readonly signal: AbortSignal;
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    outer: AbortSignal,
    private readonly idleMs: number,
    attemptMs: number,
  ) {
    this.signal = AbortSignal.any([outer, this.controller.signal, AbortSignal.timeout(attemptMs)]);
    this.alive();
  }

  alive(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => this.controller.abort(new Error(`no answer for ${this.idleMs} ms`)),
      this.idleMs,
    );
  }

  end(): void {
    clearTimeout(this.timer);
  }
}
