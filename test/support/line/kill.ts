import { setTimeout as delay } from 'node:timers/promises';
import { vi } from 'vitest';
import type { History } from '../history/history';
import type { WebhookLoad } from '../load/webhook-load';
import type { SeededRandom } from '../random';
import type { IngestLine } from './ingest-line';

export type Victim = 'broker' | 'ingester' | 'orchestrator';

/** The line under load. */
export interface LoadedLine {
  readonly line: IngestLine;
  readonly load: WebhookLoad;
  readonly history: History;
  readonly random: SeededRandom;
}

const RECOVERY = { timeout: 60_000, interval: 20 };

/** Waits until a webhook that was not accepted before is accepted. */
export async function acceptedAgain(load: WebhookLoad): Promise<void> {
  const before = load.accepted;
  await vi.waitFor(() => {
    if (load.accepted === before) throw new Error(`no webhook was accepted, ${load.sent} were sent`);
  }, RECOVERY);
}

/** Every second broker stalls before it dies: what it was sent meanwhile is confirmed to nobody and lost with it. */
async function stall({ line, random }: LoadedLine): Promise<void> {
  const pause = random.between(-500, 500);
  if (pause <= 0) return;
  line.broker.pause();
  await delay(pause);
}

async function killAndStart(victim: Victim, loaded: LoadedLine): Promise<void> {
  const { line, history, random } = loaded;
  const pause = random.between(0, 500);
  if (victim === 'broker') await stall(loaded);
  const at = Date.now();
  await line[victim].kill();
  await delay(pause);
  await line[victim].start();
  history.record({ kind: 'fault', victim, at, until: Date.now() });
}

/** While webhooks are accepted, kills -9 all `victims` at a random moment, starts them again and waits for the next 2xx. */
export async function kill(victims: readonly Victim[], loaded: LoadedLine): Promise<void> {
  await acceptedAgain(loaded.load);
  await delay(loaded.random.between(500, 2_500));
  await Promise.all(victims.map((victim) => killAndStart(victim, loaded)));
  await acceptedAgain(loaded.load);
}
