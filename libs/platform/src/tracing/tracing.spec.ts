import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { traceContextOf } from './traceparent';
import { isTracing, recordSpan, startTracing, withSpan, type Tracing } from './tracing';

const PARENT = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
const TRACEPARENT = `00-${PARENT.traceId}-${PARENT.spanId}-01`;

interface Sent {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status: { readonly code?: number; readonly message?: string };
  readonly attributes: readonly { readonly key: string; readonly value: unknown }[];
}

let server: Server | undefined;
let tracing: Tracing | undefined;

/** A collector; `answers` false: it takes requests and is silent. */
async function collect(
  answers = true,
): Promise<{ spans: Sent[]; requests: () => number; stop: () => Promise<void> }> {
  const spans: Sent[] = [];
  let requests = 0;
  const own = createServer((request, response) => {
    requests += 1;
    if (!answers) return;
    void text(request).then((body) => {
      const { resourceSpans } = JSON.parse(body) as {
        resourceSpans: { scopeSpans: { spans: Sent[] }[] }[];
      };
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.end('{}');
    });
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(own.address() as AddressInfo).port}/`;
  const started = await startTracing({ service: 'spec', endpoint });
  tracing = started;
  return { spans, requests: () => requests, stop: () => started.stop() };
}

afterEach(async () => {
  await tracing?.stop();
  server?.close();
  server?.closeAllConnections();
});

describe('tracing', () => {
  it('does the work and nothing else when there is no endpoint', async () => {
    const none = await startTracing({ service: 'spec', endpoint: undefined });
    expect(isTracing()).toBe(false);
    const seen = await withSpan({ name: 'work', parent: TRACEPARENT }, (span) => {
      span.set({ a: 1 });
      span.fail('b');
      return Promise.resolve(span.traceparent);
    });
    expect(seen).toBeUndefined();
    await none.stop();
  });

  it('puts a span into the trace of its parent, and what begins inside below it', async () => {
    const { spans, stop } = await collect();
    await withSpan({ name: 'outer', parent: TRACEPARENT }, async (outer) => {
      expect(traceContextOf(outer.traceparent)?.traceId).toBe(PARENT.traceId);
      await Promise.resolve();
      await withSpan({ name: 'inner' }, () => Promise.resolve());
    });
    await stop();
    expect(isTracing()).toBe(false);
    const [inner, outer] = spans;
    expect(outer).toMatchObject({ name: 'outer', traceId: PARENT.traceId, parentSpanId: PARENT.spanId });
    expect(inner).toMatchObject({ name: 'inner', traceId: PARENT.traceId, parentSpanId: outer?.spanId });
  });

  it.each([
    '',
    'nonsense',
    `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`,
    `00-${'a'.repeat(32)}-${'0'.repeat(16)}-01`,
    `ff-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    `${TRACEPARENT}\r\nx: y`,
    'a'.repeat(100_000),
  ])('begins a trace of its own when its parent is none: %.40j', async (parent) => {
    const { spans, stop } = await collect();
    await withSpan({ name: 'work', parent }, () => Promise.resolve());
    await stop();
    expect(spans).toHaveLength(1);
    expect(spans[0]?.parentSpanId ?? '').toBe('');
    expect(spans[0]?.traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
  });

  it('marks what failed with one word, without the message of the error, and throws it on', async () => {
    const { spans, stop } = await collect();
    const secret = new TypeError('the password is hunter2');
    await expect(withSpan({ name: 'work' }, () => Promise.reject(secret))).rejects.toBe(secret);
    await stop();
    expect(spans[0]?.status.code).toBe(2);
    expect(spans[0]?.attributes).toContainEqual({ key: 'error.type', value: { stringValue: 'TypeError' } });
    expect(JSON.stringify(spans)).not.toContain('hunter2');
  });

  it('writes a span whose id others knew before', async () => {
    const { spans, stop } = await collect();
    const [startedAt, endedAt] = [new Date(1_000), new Date(3_000)];
    const spanId = 'c'.repeat(16);
    recordSpan({ name: 'run', spanId, parent: TRACEPARENT, startedAt, endedAt, error: 'timeout' });
    await withSpan({ name: 'next', parent: TRACEPARENT }, () => Promise.resolve());
    await stop();
    expect(spans.find(({ name }) => name === 'run')).toMatchObject({
      spanId,
      parentSpanId: PARENT.spanId,
      startTimeUnixNano: '1000000000',
      endTimeUnixNano: '3000000000',
    });
    expect(spans.find(({ name }) => name === 'next')?.spanId).not.toBe(spanId);
  });

  it('ends within 2 s although the collector never answers, and the work is not held up', async () => {
    const { requests, stop } = await collect(false);
    const before = performance.now();
    for (let index = 0; index < 5_000; index += 1) await withSpan({ name: 'work' }, () => Promise.resolve());
    const since = performance.now();
    expect(since - before).toBeLessThan(10_000);
    await stop();
    expect(performance.now() - since).toBeLessThan(3_500);
    expect(requests()).toBeGreaterThan(0);
  });
});
