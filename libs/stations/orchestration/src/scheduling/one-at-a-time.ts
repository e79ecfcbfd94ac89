/** Runs `work` never twice at once: a request during a run makes one more run, however many requests there were. */
export class OneAtATime {
  private running: Promise<void> | undefined;
  private again = false;
  private closed = false;

  /** `work` must not throw. */
  constructor(private readonly work: () => Promise<void>) {}

  request(): void {
    if (this.closed) return;
    this.again = true;
    this.running ??= this.run();
  }

  /** Ignores every further request. */
  close(): void {
    this.closed = true;
    this.again = false;
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.again) {
      this.again = false;
      await this.work();
    }
    this.running = undefined;
  }
}
