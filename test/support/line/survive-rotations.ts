import { setTimeout as delay } from 'node:timers/promises';
import { checkHistory, isFaultless, type Verdict } from '../history/check-history';
import { History } from '../history/history';
import { verdictLine } from '../history/verdict-line';
import { eventName, signedWebhook, SOURCES, type Secrets } from '../load/signed-webhook';
import { WebhookLoad } from '../load/webhook-load';
import { seededRandom } from '../random';
import { IngestLine } from './ingest-line';
import { acceptedAgain } from './kill';
import { MountedSecrets } from './mounted-secrets';

/** How long each way of signing lasts. */
const PHASE_MS = 2_000;
/** The promise for both: a new secret is taken, and an old one is not, after this at the latest. */
const WITHIN_MS = 60_000;
const EVERY_MS = 1_000;
const BEYOND_THE_LOAD = 10_000_000;

export interface Rotations {
  readonly verdict: Verdict;
  /** For each rotation, how long a new secret was not taken yet. */
  readonly notYetTakenMs: readonly number[];
  /** For each rotation, how long a removed secret was still taken. */
  readonly stillTakenMs: readonly number[];
  readonly isSameProcess: boolean;
}

const secretsOf = (rotation: number): Secrets => ({
  WEBHOOK_SECRET: `signs-in-rotation-${rotation}-0123456789`,
  WEBHOOK_SECRET_DATADOG: `in-clear-in-rotation-${rotation}-0123456789`,
});

/** Sends webhooks beside the load, which know when secrets change. */
class Probe {
  private number = BEYOND_THE_LOAD;

  constructor(
    private readonly url: string,
    private readonly history: History,
  ) {}

  /** How long it takes from now until every source answers a webhook with these secrets so; milliseconds. */
  async until(status: number, secrets: Secrets): Promise<number> {
    const since = performance.now();
    while ((await this.send(secrets)).some((answer) => answer !== status)) {
      if (performance.now() - since > WITHIN_MS) return Number.POSITIVE_INFINITY;
      await delay(EVERY_MS);
    }
    return Math.round(performance.now() - since);
  }

  private send(secrets: Secrets): Promise<readonly number[]> {
    return Promise.all(
      SOURCES.map(async (source) => {
        this.number += 1;
        const event = eventName(this.number);
        const { path, headers, body } = signedWebhook(source, this.number, new Date(), secrets);
        const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
        const response = await fetch(`${this.url}/webhooks/${path}`, init);
        const { taskId = null } = (await response.json()) as { taskId?: string };
        const { status } = response;
        const entry = { kind: 'request', event, source, at: Date.now(), ms: 0, taskId, error: null } as const;
        if (status === 202) this.history.record({ ...entry, status });
        return status;
      }),
    );
  }
}

/** Rotates all secrets under load: old alone, both with senders of either, new alone, and the old ones are gone. */
export async function surviveRotations(perSecond: number, count: number): Promise<Rotations> {
  const random = seededRandom();
  const history = History.create('secret-rotation');
  const mounted = new MountedSecrets();
  mounted.mount(secretsOf(0));
  const line = await IngestLine.start({ variables: mounted.variables(secretsOf(0)) });
  let senders = (): Secrets => secretsOf(0);
  try {
    const { url, pid } = line.ingester;
    const options = { url, perSecond, random, history, secrets: secretsOf(0) };
    const load = new WebhookLoad(Object.defineProperty(options, 'secrets', { get: () => senders() }));
    const probe = new Probe(url, history);
    const notYetTakenMs: number[] = [];
    const stillTakenMs: number[] = [];
    try {
      await acceptedAgain(load);
      for (let rotation = 1; rotation <= count; rotation += 1) {
        const [old, next] = [secretsOf(rotation - 1), secretsOf(rotation)];
        await delay(PHASE_MS);
        mounted.mount(next, old);
        notYetTakenMs.push(await probe.until(202, next));
        senders = () => random.pick([old, next]);
        await delay(PHASE_MS);
        senders = () => next;
        await delay(PHASE_MS);
        mounted.mount(next);
        stillTakenMs.push(await probe.until(401, old));
      }
      await acceptedAgain(load);
    } finally {
      await load.stop();
    }
    await line.drain();
    history.record(...line.tasks());
    const verdict = checkHistory(history.read());
    const isSameProcess = line.ingester.running && line.ingester.pid === pid;
    const note = `secret-rotation: ANTON_SEED=${random.seed}, history ${history.file}`;
    const [added, removed] = [Math.max(...notYetTakenMs), Math.max(...stillTakenMs)];
    process.stdout.write(
      `${note}\n${count} rotations, a new secret taken after ${added} ms, an old one refused after ${removed} ms; ${verdictLine(verdict)}\n`,
    );
    if (isFaultless(verdict)) history.discard();
    return { verdict, notYetTakenMs, stillTakenMs, isSameProcess };
  } catch (error) {
    throw new Error(line.lastLines(), { cause: error });
  } finally {
    await line.stop();
    mounted.remove();
  }
}
