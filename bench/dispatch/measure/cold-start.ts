import { once } from 'node:events';
import { spawnKept } from '../../../test/support/processes/spawn-kept';
import { row, type Row } from '../../harness/row';
import { median, medianRatio } from '../../harness/statistics';
import type { Line } from '../world/line';

/** Issue 5: at most so many times an empty Node. */
const MAX_RATIO = 12;

/** One start of each. Milliseconds. */
export interface ColdStart {
  readonly node: number;
  /** Until the probe of life answers: the port listens. */
  readonly live: number;
  /** Until it is ready: consumer registered, ledger reached, watch synced. */
  readonly ready: number;
}

async function emptyNode(): Promise<number> {
  const began = performance.now();
  const child = spawnKept(process.execPath, ['-e', '0'], {
    env: { PATH: process.env['PATH'] },
    stdio: 'ignore',
  });
  await once(child, 'exit');
  return performance.now() - began;
}

/** The rows of `starts`; ratios are start by start. */
export function coldStartRows(starts: readonly ColdStart[]): Row[] {
  const nodes = starts.map(({ node }) => node);
  const lives = starts.map(({ live }) => live);
  const ratio = { value: medianRatio(lives, nodes), against: 'node -e 0' };
  return [
    row('cold start until it listens, anton', median(lives), 'ms', {
      ratio,
      goal: { of: 'ratio', atMost: MAX_RATIO },
    }),
    row('cold start until it is ready, anton', median(starts.map(({ ready }) => ready)), 'ms'),
    row('cold start, node -e 0', median(nodes), 'ms'),
  ];
}

/** Starts an empty Node and the orchestrator in turns. */
export async function coldStarts(line: Line, count: number): Promise<ColdStart[]> {
  const starts: ColdStart[] = [];
  for (let number = 0; number < count; number += 1) {
    const node = await emptyNode();
    const began = performance.now();
    await line.orchestrator.start();
    const live = performance.now() - began;
    await line.orchestrator.until('ready');
    const ready = performance.now() - began;
    await line.orchestrator.stop();
    starts.push({ node, live, ready });
  }
  return starts;
}
