import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { InvalidRunError } from '../../harness/invalid-run.error';
import { row, type Row } from '../../harness/row';
import { rssBytes } from '../../harness/process-usage';
import type { Line } from '../world/line';
import { stateOf } from '../world/seed-ledger';

const MIB = 2 ** 20;
const MAX_MIB = 250;
const PATIENCE_MS = 240_000;
/** After the first rounds: what the collector can take back is back. */
const REST_MS = 5_000;

function peakBytes(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
}

/** Memory of an orchestrator whose ledger was seeded with `tasks`, after it has routed and started what it could. */
export async function memoryRows(line: Line, tasks: number, runs: number): Promise<Row[]> {
  const expected = Math.min(runs, Array.from({ length: tasks }, (_, n) => stateOf(n, tasks)).length);
  await line.start();
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { accepted, routing, running } = await line.ledger.countTasks();
    if (accepted + routing === 0 && running === expected) break;
    if (Date.now() > deadline)
      throw new InvalidRunError('the ledger is not worked off', line.orchestrator.lastLines());
    await delay(250);
  }
  await delay(REST_MS);
  const where = `${tasks.toLocaleString('en')} tasks in the ledger`;
  return [
    row(`${where}: memory (RSS), anton`, rssBytes(line.orchestrator.pid) / MIB, 'MiB', {
      goal: { of: 'value', atMost: MAX_MIB },
    }),
    row(`${where}: most memory at any time, anton`, peakBytes(line.orchestrator.pid) / MIB, 'MiB'),
  ];
}
