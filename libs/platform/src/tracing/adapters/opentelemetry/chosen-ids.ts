import type { IdGenerator } from '@opentelemetry/sdk-trace';

/** Random ids, but for the next span when its id is chosen. */
export class ChosenIds implements IdGenerator {
  private chosen: string | undefined;

  constructor(private readonly random: IdGenerator) {}

  /** `begin` starts exactly one span, which gets the id. */
  with<T>(spanId: string, begin: () => T): T {
    this.chosen = spanId;
    try {
      return begin();
    } finally {
      this.chosen = undefined;
    }
  }

  generateTraceId(): string {
    return this.random.generateTraceId();
  }

  generateSpanId(): string {
    return this.chosen ?? this.random.generateSpanId();
  }
}
