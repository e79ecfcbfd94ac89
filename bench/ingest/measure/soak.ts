import { setTimeout as delay } from 'node:timers/promises';
import { row, type Row } from '../../harness/row';
import { slope } from '../../harness/statistics';
import { datadogRequests } from '../deliveries/request-sets';
import { runPaced } from '../load/paced-load';
import type { ServerProcess } from '../servers/server-process';
import type { BrokerUnderLoad } from './broker-under-load';
import { rssBytes } from '../../harness/process-usage';
import { verifyAnswers } from './verify-answers';

/** Issue 4 and its requirement F36: requests a second, and the time that all but one in a hundred are answered in. */
const RATE = 200;
const MAX_P99_MS = 250;
const CONNECTIONS = 64;
/** Memory is flat when it grows by less, in MiB a minute: noise of the collector. */
const MAX_GROWTH = 0.5;
const SAMPLE_MS = 5_000;

interface Watched {
  /** MiB of memory (y) by minutes (x). */
  readonly samples: readonly { readonly x: number; readonly y: number }[];
  readonly messages: number;
}

/** Samples memory and empties the queue until the load has ended. */
async function watch(
  { pid, queue }: ServerProcess,
  broker: BrokerUnderLoad,
  load: Promise<unknown>,
): Promise<Watched> {
  const samples: { x: number; y: number }[] = [];
  let messages = 0;
  const started = performance.now();
  for (let isRunning = true; isRunning;) {
    isRunning = (await Promise.race([load.then(() => 'ended'), delay(SAMPLE_MS, 'running')])) === 'running';
    samples.push({ x: (performance.now() - started) / 60_000, y: rssBytes(pid) / 2 ** 20 });
    messages += await broker.purge(queue);
  }
  return { samples, messages };
}

/** `server` at a steady rate for `minutes`. The slope is of the second half: the heap finds its size in the first. */
export async function soakRows(
  server: ServerProcess,
  minutes: number,
  broker: BrokerUnderLoad,
): Promise<Row[]> {
  await broker.drain(server.queue);
  const load = runPaced({
    url: server.url,
    requests: datadogRequests(),
    connections: CONNECTIONS,
    seconds: minutes * 60,
    rate: RATE,
  });
  const { samples, messages } = await watch(server, broker, load);
  const result = await load;
  verifyAnswers(server.name, result, messages, 0);
  const { answered, seconds, p50Ms, p99Ms } = result;
  const where = `${RATE} req/s for ${minutes} min`;
  const half = samples.slice(Math.floor(samples.length / 2));
  return [
    row(`${where}: requests, anton`, answered / seconds, 'req/s'),
    row(`${where}: p50, anton`, p50Ms, 'ms'),
    row(`${where}: p99, anton`, p99Ms, 'ms', { goal: { of: 'value', atMost: MAX_P99_MS } }),
    row(`${where}: memory (RSS) at the end, anton`, samples.at(-1)?.y ?? NaN, 'MiB'),
    row(`${where}: memory growth, anton`, slope(half), 'MiB/min', {
      goal: { of: 'value', atMost: MAX_GROWTH },
    }),
  ];
}
