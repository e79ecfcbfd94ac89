import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Context, Tracer as VendorTracer } from '@opentelemetry/api';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import { within } from '../../../health/within';
import { traceContextOf } from '../../traceparent';
import { Tracer, type FinishedSpan, type Span, type SpanStart } from '../../tracer.port';
import { ChosenIds } from './chosen-ids';
import { attributesOf, OpenTelemetrySpan } from './open-telemetry-span';
import { ToldExporter } from './told-exporter';

type Api = typeof import('@opentelemetry/api');

/** One try to hand spans over, and the end of a process that has some left. */
const SEND_MS = 2_000;
/** How long a span may wait for others. */
const BATCH_MS = 1_000;

const SAMPLED = 1;

/**
 * Spans of OpenTelemetry, sent as OTLP/HTTP JSON. Every task is traced: there are few, and each is worth dollars. So a
 * sender's wish not to be sampled is not followed. The context is handed on in here, and in no global of the vendor.
 */
class OpenTelemetryTracer extends Tracer {
  private readonly contexts = new AsyncLocalStorage<Context>();
  private readonly tracer: VendorTracer;

  constructor(
    private readonly api: Api,
    private readonly provider: TracerProvider,
    private readonly ids: ChosenIds,
  ) {
    super();
    this.tracer = provider.getTracer('anton');
  }

  override async within<T>(start: SpanStart, work: (span: Span) => Promise<T>): Promise<T> {
    const begun = this.begin(start);
    const span = new OpenTelemetrySpan(begun);
    try {
      return await this.contexts.run(this.api.trace.setSpan(this.api.ROOT_CONTEXT, begun), () => work(span));
    } catch (error) {
      span.failBy(error);
      throw error;
    } finally {
      begun.end();
    }
  }

  override record({ spanId, startedAt, endedAt, error, ...start }: FinishedSpan): void {
    const begun = this.ids.with(spanId, () => this.begin(start, startedAt));
    if (error !== undefined) new OpenTelemetrySpan(begun).fail(error);
    begun.end(endedAt);
  }

  override async close(): Promise<void> {
    await within(SEND_MS, this.provider.shutdown()).catch(() => undefined);
  }

  private begin({ name, kind = 'internal', parent, attributes }: SpanStart, startTime?: Date) {
    const { SpanKind } = this.api;
    const kinds = {
      internal: SpanKind.INTERNAL,
      server: SpanKind.SERVER,
      client: SpanKind.CLIENT,
      producer: SpanKind.PRODUCER,
      consumer: SpanKind.CONSUMER,
    };
    const options = {
      kind: kinds[kind],
      attributes: attributesOf(attributes),
      ...(startTime === undefined ? {} : { startTime }),
    };
    return this.tracer.startSpan(name, options, this.contextOf(parent));
  }

  private contextOf(parent: string | undefined): Context {
    const root = this.api.ROOT_CONTEXT;
    if (parent === undefined) return this.contexts.getStore() ?? root;
    const ids = traceContextOf(parent);
    if (ids === undefined) return root;
    return this.api.trace.setSpanContext(root, { ...ids, traceFlags: SAMPLED, isRemote: true });
  }
}

/** The SDK's own address of traces below the endpoint of all signals. */
function tracesUrl(endpoint: string): string {
  return `${endpoint.replace(/\/+$/, '')}/v1/traces`;
}

/** Loads OpenTelemetry, which takes 0.2 s and 16 MB: only who traces pays for it. */
export async function openOpenTelemetryTracer(service: string, endpoint: string): Promise<Tracer> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const exporter = new OTLPTraceExporter({ url: tracesUrl(endpoint), timeoutMillis: SEND_MS });
  const ids = new ChosenIds(new sdk.RandomIdGenerator());
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.instance.id': randomUUID() }),
    sampler: new sdk.AlwaysOnSampler(),
    idGenerator: ids,
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: new ToldExporter(exporter),
        scheduledDelayMillis: BATCH_MS,
        exportTimeoutMillis: SEND_MS,
      }),
    ],
  });
  return new OpenTelemetryTracer(api, provider, ids);
}
