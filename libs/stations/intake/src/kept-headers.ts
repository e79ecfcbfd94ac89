import type { RawDelivery } from '@anton/webhooks';

/** Headers that say how to read the body; none that authenticates. */
const KEPT = [
  'content-type',
  'user-agent',
  'traceparent',
  'x-atlassian-webhook-identifier',
  'x-atlassian-webhook-flow',
];

/** The headers that are kept with a parked delivery. */
export function keptHeaders({ headers }: RawDelivery): Record<string, string> {
  const kept = KEPT.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(kept);
}
