import { setTimeout as delay } from 'node:timers/promises';
import { checkHistory, isFaultless } from '../history/check-history';
import { History } from '../history/history';
import { verdictLine } from '../history/verdict-line';
import { WebhookLoad } from '../load/webhook-load';
import { seededRandom } from '../random';
import { IngestLine } from './ingest-line';
import { acceptedAgain } from './kill';
import { judgeOutage, type OutageResult, type OutageTimes } from './outage-result';
import { ProcessWatch } from './process-watch';

/** Memory and connections are level by then. */
const WARM_UP_MS = 15_000;
const AFTERWARDS_MS = 5_000;

export interface OutageOptions {
  readonly perSecond: number;
  readonly outageMs: number;
}

async function breakDown({ broker }: IngestLine, load: WebhookLoad, outageMs: number): Promise<OutageTimes> {
  await acceptedAgain(load);
  await delay(WARM_UP_MS);
  await broker.kill();
  const from = Date.now();
  await delay(outageMs);
  const until = Date.now();
  await broker.start();
  const back = Date.now();
  await acceptedAgain(load);
  await delay(AFTERWARDS_MS);
  return { from, until, back };
}

/** Sends webhooks without a pause while the broker is dead for a while, and judges the ingester and the history. */
export async function surviveOutage({ perSecond, outageMs }: OutageOptions): Promise<OutageResult> {
  const random = seededRandom();
  const history = History.create('broker-outage');
  const note = `broker-outage: ANTON_SEED=${random.seed}, history ${history.file}`;
  const line = await IngestLine.start();
  try {
    const { pid } = line.ingester;
    const watch = new ProcessWatch(line.ingester);
    const load = new WebhookLoad({ url: line.ingester.url, perSecond, random, history });
    let times: OutageTimes;
    try {
      times = await breakDown(line, load, outageMs);
    } finally {
      await load.stop();
      await watch.stop();
    }
    const isSameProcess = line.ingester.running && line.ingester.pid === pid;
    await line.drain();
    history.record(...line.tasks());
    const entries = history.read();
    const verdict = checkHistory(entries);
    const figures = judgeOutage(times, entries, verdict.recovered, watch);
    process.stdout.write(`${note}\n${verdictLine(verdict)}\n${JSON.stringify(figures)}\n`);
    if (isFaultless(verdict)) history.discard();
    return { verdict, isSameProcess, ...figures };
  } catch (error) {
    throw new Error(`${note}\n${line.lastLines()}`, { cause: error });
  } finally {
    await line.stop();
  }
}
