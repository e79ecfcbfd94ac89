import { Logger } from '@nestjs/common';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

type Result = Parameters<Parameters<SpanExporter['export']>[1]>[0];

/** Says once that the collector does not take spans, and once that it does again: an outage of it is no outage of Anton. */
export class ToldExporter implements SpanExporter {
  private readonly logger = new Logger('Tracing');
  private isDown = false;

  constructor(private readonly exporter: SpanExporter) {}

  export(spans: ReadableSpan[], done: (result: Result) => void): void {
    this.exporter.export(spans, (result) => {
      this.tell(result);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  private tell({ code, error }: Result): void {
    const isDown = code !== 0;
    if (isDown === this.isDown) return;
    this.isDown = isDown;
    if (isDown) this.logger.warn(`traces are lost, the collector does not take them: ${String(error)}`);
    else this.logger.log('the collector takes traces again');
  }
}
