import { setTimeout as delay } from 'node:timers/promises';
import { checkHistory, isFaultless, type Verdict } from '../history/check-history';
import { History } from '../history/history';
import { verdictLine } from '../history/verdict-line';
import { SECRETS } from '../load/signed-webhook';
import { WebhookLoad } from '../load/webhook-load';
import type { AppProcess } from '../processes/app-process';
import { seededRandom } from '../random';
import { IngestLine } from './ingest-line';
import { acceptedAgain } from './kill';
import { ReplicaChoice } from './replica-choice';

/** How long senders do not notice that a replica is stopping, and how long it takes them all the same. */
const UNNOTICED_MS = 1_000;
const DRAIN_DELAY_SECONDS = 4;

/** One SIGTERM: the exit status, and how long the process took to end. */
export interface Stop {
  readonly status: number | null;
  readonly ms: number;
}

async function stopAndStart(replica: AppProcess, choice: ReplicaChoice): Promise<Stop> {
  const since = performance.now();
  const stopped = replica.stop();
  await delay(UNNOTICED_MS);
  choice.takeOut(replica);
  const status = await stopped;
  const ms = Math.round(performance.now() - since);
  await replica.start();
  await replica.until('ready');
  choice.putBack(replica);
  return { status, ms };
}

/** Sends webhooks to two replicas without a pause while one after the other is stopped and started again. */
export async function surviveStops(
  perSecond: number,
  count: number,
): Promise<{ verdict: Verdict; stops: readonly Stop[] }> {
  const random = seededRandom();
  const history = History.create('ingest-shutdown');
  const note = `ingest-shutdown: ANTON_SEED=${random.seed}, history ${history.file}`;
  const variables = { ...SECRETS, ANTON_DRAIN_DELAY_SECONDS: String(DRAIN_DELAY_SECONDS) };
  const line = await IngestLine.start({ replicas: 2, variables });
  try {
    const choice = new ReplicaChoice(line.ingesters);
    const options = { perSecond, random, history };
    const load = new WebhookLoad(
      Object.defineProperty({ url: '', ...options }, 'url', { get: () => choice.url }),
    );
    const stops: Stop[] = [];
    try {
      for (let stop = 0; stop < count; stop += 1) {
        await acceptedAgain(load);
        await delay(random.between(200, 1_000));
        stops.push(await stopAndStart(line.ingesters[stop % 2] ?? line.ingester, choice));
      }
      await acceptedAgain(load);
    } finally {
      await load.stop();
    }
    await line.drain();
    history.record(...line.tasks());
    const verdict = checkHistory(history.read());
    const slowest = Math.max(...stops.map(({ ms }) => ms));
    process.stdout.write(
      `${note}\n${stops.length} stops, the slowest in ${slowest} ms; ${verdictLine(verdict)}\n`,
    );
    if (isFaultless(verdict)) history.discard();
    return { verdict, stops };
  } catch (error) {
    throw new Error(`${note}\n${line.lastLines()}`, { cause: error });
  } finally {
    await line.stop();
  }
}
