import { setTimeout as delay } from 'node:timers/promises';
import type { History } from '../history/history';
import type { RequestEntry } from '../history/history-entry';
import type { SeededRandom } from '../random';
import { eventName, signedWebhook, SOURCES, type Secrets } from './signed-webhook';

/** Far beyond what an answer may take: what takes longer has no answer. */
const PATIENCE_MS = 15_000;
/** Ten seconds' worth of 100 per second: a machine that is slower than that is not made slower still. */
const MAX_UNDER_WAY = 1_000;
const POLL_MS = 10;

export interface LoadOptions {
  /** Asked for every webhook. */
  readonly url: string;
  /** What the senders sign with; asked for every webhook. */
  readonly secrets?: Secrets;
  readonly perSecond: number;
  readonly random: SeededRandom;
  readonly history: History;
}

/**
 * Senders of all sources that send distinct webhooks over kept connections, whether the earlier ones were answered or
 * not, and never send one again. Everything goes into the history.
 */
export class WebhookLoad {
  /** Requests sent, and those of them answered 2xx. */
  sent = 0;
  accepted = 0;
  private readonly underWay = new Set<Promise<void>>();
  private isStopped = false;
  private readonly sending: Promise<void>;

  constructor(private readonly options: LoadOptions) {
    this.sending = this.send();
  }

  /** Sends no more and waits for the answers. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.sending;
    await Promise.all(this.underWay);
  }

  private async send(): Promise<void> {
    const { random, perSecond } = this.options;
    let due = performance.now();
    while (!this.isStopped) {
      due += random.pause(perSecond);
      const early = due - performance.now();
      if (early > 0) await delay(early);
      while (this.underWay.size >= MAX_UNDER_WAY) await delay(POLL_MS);
      this.sent += 1;
      const request = this.request(this.sent);
      this.underWay.add(request);
      void request.finally(() => this.underWay.delete(request));
    }
  }

  private async request(number: number): Promise<void> {
    const source = this.options.random.pick(SOURCES);
    const sentAt = new Date();
    const start = performance.now();
    const answer = await this.answer(signedWebhook(source, number, sentAt, this.options.secrets));
    const ms = Math.round(performance.now() - start);
    if (answer.status !== null && answer.status < 300) this.accepted += 1;
    const entry = { kind: 'request', event: eventName(number), source, at: sentAt.getTime(), ms } as const;
    this.options.history.record({ ...entry, ...answer });
  }

  private async answer({
    path,
    headers,
    body,
  }: ReturnType<typeof signedWebhook>): Promise<Pick<RequestEntry, 'status' | 'taskId' | 'error'>> {
    try {
      const response = await fetch(`${this.options.url}/webhooks/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const { taskId } = (await response.json()) as { taskId?: string };
      return { status: response.status, taskId: taskId ?? null, error: null };
    } catch (error) {
      return { status: null, taskId: null, error: reasonOf(error) };
    }
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : `${cause.name}: ${cause.message}`;
}
