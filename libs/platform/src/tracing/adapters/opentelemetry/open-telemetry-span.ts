import type { Attributes, Span as VendorSpan } from '@opentelemetry/api';
import type { Span, SpanAttributes } from '../../tracer.port';

/** SpanStatusCode.ERROR, which is a value of the vendor's and loaded late. */
const ERROR = 2;

/** What is known, in the vendor's form. */
export function attributesOf(attributes: SpanAttributes = {}): Attributes {
  const known = Object.entries(attributes).filter(
    (entry): entry is [string, string | number | boolean | string[]] =>
      entry[1] !== undefined && entry[1] !== null,
  );
  return Object.fromEntries(known);
}

/** One word for an error; its message may hold what must not be told. */
function wordOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** A span of OpenTelemetry. */
export class OpenTelemetrySpan implements Span {
  readonly traceparent: string;

  constructor(private readonly span: VendorSpan) {
    const { traceId, spanId } = span.spanContext();
    this.traceparent = `00-${traceId}-${spanId}-01`;
  }

  set(attributes: SpanAttributes): void {
    this.span.setAttributes(attributesOf(attributes));
  }

  fail(error: string): void {
    this.span.setAttribute('error.type', error);
    this.span.setStatus({ code: ERROR });
  }

  failBy(error: unknown): void {
    this.fail(wordOf(error));
  }
}
