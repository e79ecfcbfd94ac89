import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

interface Value {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly { readonly stringValue: string }[] };
}

interface Attribute {
  readonly key: string;
  readonly value: Value;
}

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number };
}

interface SentTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

/** A span that was received. */
export interface ReceivedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentId: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly hasFailed: boolean;
}

const valueOf = ({ stringValue, intValue, doubleValue, boolValue, arrayValue }: Value) =>
  stringValue ??
  arrayValue?.values.map((one) => one.stringValue).join() ??
  doubleValue ??
  boolValue ??
  (intValue === undefined ? undefined : Number(intValue));
const valuesOf = (attributes: readonly Attribute[]): ReceivedSpan['attributes'] =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));

function spansOf({ resourceSpans }: SentTraces): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ traceId, spanId, parentSpanId = '', name, attributes, status }) => ({
        service: String(valuesOf(resource.attributes)['service.name']),
        traceId,
        spanId,
        parentId: parentSpanId,
        name,
        attributes: valuesOf(attributes),
        hasFailed: status.code === 2,
      })),
  );
}

/** A collector that takes OTLP/HTTP JSON, or one that takes connections and never answers. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** Requests so far, answered or not. */
  requests = 0;
  private readonly server: Server;

  private constructor(answers: boolean) {
    this.server = createServer((request, response) => {
      this.requests += 1;
      if (!answers) return;
      this.take(request).then(
        () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
        () => response.writeHead(400).end(),
      );
    });
  }

  static async open({ answers }: { readonly answers: boolean }): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver(answers);
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async take(request: IncomingMessage): Promise<void> {
    if (request.url !== '/v1/traces') throw new Error(`no traces: ${request.url}`);
    this.spans.push(...spansOf((await json(request)) as SentTraces));
  }
}
