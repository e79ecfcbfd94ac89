import { expect, it } from 'vitest';
import type { RecordedRequest } from '../trajectory/recorded-request';
import { trajectoryRows } from './trajectory-rows';

function request(text: string, uncached: number, read: number, written: number): RecordedRequest {
  return {
    bytes: 500_000,
    body: { tools: [], system: 'x'.repeat(398), messages: [{ role: 'user', content: [text] }] },
    usage: { uncached, read, written, output: 10 },
  };
}

function valuesOf(requests: readonly RecordedRequest[]): Record<string, number> {
  return Object.fromEntries(trajectoryRows(requests).map(({ what, value }) => [what, value]));
}

it('adds up what was written once and read again', () => {
  const values = valuesOf([request('a', 0, 0, 1_000), request('a', 10, 1_000, 200)]);
  expect(values).toMatchObject({
    requests: 2,
    'first request': 1_000,
    'input in all': 2_210,
    'billed-equivalent input': 10 + 1.25 * 1_200 + 0.1 * 1_000,
    'on the wire': 1,
    output: 20,
  });
  expect(values['cache hits from the second request on']).toBeCloseTo((100 * 1_000) / 1_210, 5);
});

it('compares the first 21 requests', () => {
  const requests = Array.from({ length: 30 }, () => request('a', 1, 0, 0));
  expect(valuesOf(requests)).toMatchObject({ requests: 21, 'uncached input': 21 });
});
