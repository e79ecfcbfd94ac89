import { setTimeout as delay } from 'node:timers/promises';
import { vi } from 'vitest';
import { checkHistory, isFaultless, type Verdict } from '../history/check-history';
import { History } from '../history/history';
import { verdictLine } from '../history/verdict-line';
import { WebhookLoad } from '../load/webhook-load';
import { SeededRandom, seededRandom } from '../random';
import { IngestLine } from './ingest-line';
import { acceptedAgain, kill, type Victim } from './kill';

/** Longer than RabbitMQ 3.10 takes to save the name of a new quorum queue. */
const NEW_QUEUES_MS = 2_000;

export interface KillsOptions {
  readonly name: string;
  readonly perSecond: number;
  /** Webhooks that are sent at least. */
  readonly webhooks: number;
  /** Who dies together, turn by turn. */
  readonly turns: readonly (readonly Victim[])[];
}

/** Sends webhooks without a pause while processes are killed -9 in turn, lets everything settle, and judges the history. */
export async function surviveKills(options: KillsOptions): Promise<Verdict> {
  const random = seededRandom();
  const history = History.create(options.name);
  const note = `${options.name}: ANTON_SEED=${random.seed}, history ${history.file}`;
  const line = await IngestLine.start();
  try {
    const { perSecond, turns, webhooks } = options;
    const load = new WebhookLoad({ url: line.ingester.url, perSecond, random, history });
    const loaded = { line, load, history, random: new SeededRandom(random.seed + 1) };
    try {
      await acceptedAgain(load);
      await delay(NEW_QUEUES_MS);
      for (const victims of turns) await kill(victims, loaded);
      await vi.waitUntil(() => load.sent >= webhooks, { timeout: (webhooks / perSecond) * 2_000 });
    } finally {
      await load.stop();
    }
    await line.drain();
    history.record(...line.tasks());
  } catch (error) {
    throw new Error(`${note}\n${line.lastLines()}`, { cause: error });
  } finally {
    await line.stop();
  }
  const verdict = checkHistory(history.read());
  process.stdout.write(`${note}\n${verdictLine(verdict)}\n`);
  if (isFaultless(verdict)) history.discard();
  return verdict;
}
