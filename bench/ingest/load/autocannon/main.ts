import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';
import type { Load, LoadResult } from '../load-generator';

const [, , file = ''] = process.argv;
const load = JSON.parse(readFileSync(file, 'utf8')) as Load;

const result = await autocannon({
  url: load.url,
  connections: load.connections,
  duration: load.seconds,
  requests: load.requests.map((request) => ({ method: 'POST', ...request })),
});
const accepted = result.statusCodeStats?.['202']?.count ?? 0;
const answered = result.requests.total;
const printed: LoadResult = {
  answered,
  others: answered - Number(accepted) + result.errors + result.timeouts,
  seconds: result.duration,
  p50Ms: result.latency.p50,
  p99Ms: result.latency.p99,
};
process.stdout.write(`${JSON.stringify(printed)}\n`);
