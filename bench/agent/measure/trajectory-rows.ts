import { row, type Row } from '../../harness/row';
import type { RecordedRequest } from '../trajectory/recorded-request';
import { firstDivergence } from './prefix';

/** All contenders are compared over so many requests: one for each command, and one for the end. */
const COMPARED_REQUESTS = 21;

/** Tokens as bytes / 4, for every contender alike. */
const BYTES_PER_TOKEN = 4;

function sum(requests: readonly RecordedRequest[], pick: (request: RecordedRequest) => number): number {
  return requests.reduce((total, request) => total + pick(request), 0);
}

function prefixTokens(request: RecordedRequest | undefined): number {
  const { tools, system } = request?.body ?? {};
  return Buffer.byteLength(JSON.stringify(tools) + JSON.stringify(system)) / BYTES_PER_TOKEN;
}

/** What the trajectory cost. Billed-equivalent = uncached + 1.25 x cache writes + 0.1 x cache reads. */
export function trajectoryRows(requests: readonly RecordedRequest[]): Row[] {
  const compared = requests.slice(0, COMPARED_REQUESTS);
  const uncached = sum(compared, ({ usage }) => usage.uncached);
  const read = sum(compared, ({ usage }) => usage.read);
  const written = sum(compared, ({ usage }) => usage.written);
  const input = uncached + read + written;
  const firstUsage = compared[0]?.usage;
  const first = (firstUsage?.uncached ?? 0) + (firstUsage?.read ?? 0) + (firstUsage?.written ?? 0);
  const diverged = firstDivergence(compared);
  return [
    row('requests', compared.length, 'requests'),
    row('system prompt and tools', prefixTokens(compared[0]), 'tokens', {
      goal: { of: 'value', atMost: 2_500 },
    }),
    row('first request', first, 'tokens'),
    row('input in all', input, 'tokens', { goal: { of: 'value', atMost: 165_000 } }),
    row('cache reads', read, 'tokens'),
    row('cache writes', written, 'tokens'),
    row('uncached input', uncached, 'tokens'),
    row(
      'output',
      sum(compared, ({ usage }) => usage.output),
      'tokens',
    ),
    row('billed-equivalent input', uncached + 1.25 * written + 0.1 * read, 'tokens', {
      goal: { of: 'value', atMost: 30_000 },
    }),
    row('cache hits from the second request on', (100 * read) / (input - first), '%', {
      goal: { of: 'value', atLeast: 93 },
    }),
    row('on the wire', sum(compared, ({ bytes }) => bytes) / 1e6, 'MB', {
      goal: { of: 'value', atMost: 0.9 },
    }),
    row('first byte where a request is no continuation (0: none)', diverged ?? 0, 'byte', {
      goal: { of: 'value', atMost: 0 },
    }),
  ];
}
