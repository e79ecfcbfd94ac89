import { expect } from 'vitest';

/** What would end a process, or tells of a leak: rejections that nobody handles, and warnings of too many listeners. */
export class ProcessProblems {
  private seen: string[] = [];

  private readonly onRejection = (reason: unknown): void =>
    void this.seen.push(`unhandled: ${String(reason)}`);
  private readonly onWarning = (warning: Error): void => {
    if (warning.name === 'MaxListenersExceededWarning') this.seen.push(warning.message);
  };

  begin(): void {
    this.seen = [];
    process.on('unhandledRejection', this.onRejection);
    process.on('uncaughtExceptionMonitor', this.onRejection);
    process.on('warning', this.onWarning);
  }

  end(): void {
    process.off('unhandledRejection', this.onRejection);
    process.off('uncaughtExceptionMonitor', this.onRejection);
    process.off('warning', this.onWarning);
    expect(this.seen).toEqual([]);
  }
}
