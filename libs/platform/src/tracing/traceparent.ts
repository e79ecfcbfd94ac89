const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/;

/** The two ids of a W3C trace context; undefined for whatever is none (https://www.w3.org/TR/trace-context/). */
export function traceContextOf(
  traceparent: unknown,
): { readonly traceId: string; readonly spanId: string } | undefined {
  const [, traceId, spanId] = (typeof traceparent === 'string' && TRACEPARENT.exec(traceparent)) || [];
  return traceId === undefined || spanId === undefined ? undefined : { traceId, spanId };
}
