import { withSpan, type Redactor } from '@anton/platform';
import { PROGRESS_SCHEMA, type RouteDecision, type RunProgress, type RunStage } from '@anton/contracts';

/** Takes one line, without its end. */
export type LineSink = (line: string) => void;

/** Tells how a run goes: one JSON line (`anton.progress.v1`) for every step. */
export class Progress {
  private readonly started = performance.now();

  constructor(
    private readonly route: RouteDecision,
    private readonly sink: LineSink,
    private readonly redactor: Redactor,
  ) {}

  /** Says that `stage` starts, does it, and says how it went: `describe` makes the line, `isGood` its mark. */
  async stage<T>(
    stage: RunStage,
    opening: string,
    work: () => Promise<T>,
    describe: (value: T) => string,
    isGood: (value: T) => boolean = () => true,
  ): Promise<T> {
    this.tell(stage, 'started', opening);
    try {
      return await withSpan({ name: stage }, async (span) => {
        const value = await work();
        const status = isGood(value) ? 'passed' : 'failed';
        span.set({ 'anton.result': status });
        this.tell(stage, status, describe(value));
        return value;
      });
    } catch (error) {
      this.tell(stage, 'failed', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  tell(stage: RunStage, status: RunProgress['status'], detail: string): void {
    const line: RunProgress = {
      schema: PROGRESS_SCHEMA,
      taskId: this.route.taskId,
      attempt: this.route.attempt,
      stage,
      status,
      detail: this.redactor.redact(detail).split('\n')[0]?.slice(0, 300) ?? '',
      elapsedMs: Math.round(performance.now() - this.started),
      at: new Date().toISOString(),
    };
    this.sink(JSON.stringify(line));
  }
}
