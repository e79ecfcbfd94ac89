import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from '../../../harness/statistics';
import type { SignedRequest } from '../../deliveries/signed-requests';
import type { LoadResult } from '../load-generator';
import type { PacedLoad } from '../paced-load';

const [, , file = ''] = process.argv;
const { url, requests, connections, seconds, rate } = JSON.parse(readFileSync(file, 'utf8')) as PacedLoad;

const agent = new Agent({ keepAlive: true, maxSockets: connections });
/** How often it is looked whether requests are due. */
const STEP_MS = 2;

/** Resolves with the status; 0 when there was no answer. */
function send({ path, headers, body }: SignedRequest): Promise<number> {
  const length = Buffer.byteLength(body);
  return new Promise((resolve) => {
    const sent = request(url + path, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': length },
    });
    sent.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}

const times: number[] = [];
const running: Promise<void>[] = [];
let others = 0;

async function sendDue(number: number, due: number): Promise<void> {
  const next = requests[number % requests.length];
  if (next === undefined) return;
  const status = await send(next);
  times.push(performance.now() - due);
  if (status !== 202) others += 1;
}

const started = performance.now();
const total = Math.round(rate * seconds);
for (let number = 0; number < total;) {
  for (; number < total; number += 1) {
    const due = started + (number * 1_000) / rate;
    if (due > performance.now()) break;
    running.push(sendDue(number, due));
  }
  await delay(STEP_MS);
}
await Promise.all(running);
agent.destroy();

const result: LoadResult = {
  answered: times.length,
  others,
  seconds: (performance.now() - started) / 1_000,
  p50Ms: quantile(times, 0.5),
  p99Ms: quantile(times, 0.99),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
