import type { FinishedSpan, Span, SpanStart, Tracer } from './tracer.port';

/** Where the spans of this process go. */
export interface TracingOptions {
  /** The application, e.g. `anton-ingester`. */
  readonly service: string;
  /** OTEL_EXPORTER_OTLP_ENDPOINT. Undefined: nothing is traced, and nothing is loaded for it. */
  readonly endpoint: string | undefined;
}

/** The tracing of a process, from its start to its end. */
export interface Tracing {
  /** Sends what is left, for 2 s at most. Never throws. */
  stop(): Promise<void>;
}

const NO_SPAN: Span = { traceparent: undefined, set: () => undefined, fail: () => undefined };

let tracer: Tracer | undefined;

/** True when spans are written. Who would prepare something for a span on a hot path asks first. */
export function isTracing(): boolean {
  return tracer !== undefined;
}

/** Does `work` within a span; does only `work` when nothing is traced. */
export function withSpan<T>(start: SpanStart, work: (span: Span) => Promise<T>): Promise<T> {
  return tracer === undefined ? work(NO_SPAN) : tracer.within(start, work);
}

/** Writes a span of a step that is over. */
export function recordSpan(span: FinishedSpan): void {
  tracer?.record(span);
}

/** Begins to trace this process when there is an endpoint; the SDK is loaded here, and for nobody else. */
export async function startTracing({ service, endpoint }: TracingOptions): Promise<Tracing> {
  if (endpoint === undefined) return { stop: () => Promise.resolve() };
  const { openOpenTelemetryTracer } = await import('./adapters/opentelemetry/open-telemetry.tracer');
  const own = await openOpenTelemetryTracer(service, endpoint);
  tracer = own;
  return {
    stop: async () => {
      if (tracer === own) tracer = undefined;
      await own.close();
    },
  };
}
