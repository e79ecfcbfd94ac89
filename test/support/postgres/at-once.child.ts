import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseAgentTask } from '@anton/contracts';
import { openPostgresLedger, type Ledger } from '@anton/ledger';

/** Prints `loaded`, and opens the ledger when the file `gate` is there: many processes then do so in one moment. */
export async function openAtOnce({ url, gate }: { url: string; gate: string }): Promise<Ledger> {
  process.stdout.write('loaded\n');
  while (!existsSync(gate)) await delay(5);
  return openPostgresLedger({ url });
}

/** Prints what the ledger answers to one task. */
export async function main(ledger: Ledger, { task }: { task: object }): Promise<void> {
  process.stdout.write(`${await ledger.accept(parseAgentTask(task))}\n`);
}
