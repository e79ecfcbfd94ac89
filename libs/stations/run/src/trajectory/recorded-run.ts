import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  RecordedCalls,
  Trajectory,
  TRAJECTORY_SCHEMA,
  type EarlierLives,
  type RunIdentity,
} from '@anton/agent';
import type { RunProgress, RunReport } from '@anton/contracts';
import { PRICE_TABLE_VERSION, withCallObserver } from '@anton/models';
import { installationFolder, type Redactor } from '@anton/platform';
import type { RunContext } from '../context/run-context';

/** What a run's record is called in its work folder, unless the runner is told otherwise. */
export const TRAJECTORY_FILE = 'trajectory.jsonl';

/** Anton's version, or `unknown` where its package.json does not lie beside the program. */
function antonVersion(): string {
  try {
    const text = readFileSync(join(installationFolder(), 'package.json'), 'utf8');
    const { name, version } = JSON.parse(text) as { name?: unknown; version?: unknown };
    return name === 'anton' && typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}

/** By what a later life of a run is known. */
export function runIdentity({ task, route }: RunContext): RunIdentity {
  const versions = { anton: antonVersion(), node: process.versions.node };
  return { task, route, priceTable: PRICE_TABLE_VERSION, versions };
}

/** The trajectory of one run, from the first event of a life to its report. */
export class RecordedRun {
  readonly trajectory: Trajectory;

  constructor(path: string, context: RunContext, redactor: Redactor, lives: EarlierLives = { kind: 'none' }) {
    this.trajectory = new Trajectory(path, redactor, 'start' in lives ? lives.start : undefined);
    if (lives.kind !== 'continued')
      this.trajectory.record(() => ({
        type: 'run_started',
        schema: TRAJECTORY_SCHEMA,
        ...runIdentity(context),
      }));
    if (lives.kind === 'continued' || lives.kind === 'anew') this.goOn(lives);
  }

  private goOn(lives: Extract<EarlierLives, { kind: 'continued' | 'anew' }>): void {
    const { spentMs } = lives;
    const prices = lives.lost.map(({ reply }) => reply.usd);
    const usd = prices.reduce<number | null>(
      (sum, price) => (sum === null || price === null ? null : sum + price),
      0,
    );
    const lost = { calls: lives.lost.length, usd };
    this.trajectory.record(() => {
      const { start } = this.trajectory;
      return lives.kind === 'continued'
        ? { type: 'resumed', from: lives.from, how: 'continued', reason: null, lost, spentMs }
        : { type: 'resumed', from: start.seq + 1, how: 'anew', reason: lives.reason, lost, spentMs };
    });
  }

  /** Does `work` with its calls to models in the record. */
  withCalls<T>(work: () => T): T {
    const calls = new RecordedCalls(this.trajectory);
    return withCallObserver((call) => calls.observe(call), work);
  }

  /** Takes a progress line; notes are of events that are recorded themselves. */
  progress(line: string): void {
    const { stage, status, detail } = JSON.parse(line) as RunProgress;
    if (status !== 'note') this.trajectory.record(() => ({ type: 'stage', stage, status, detail }));
  }

  /** Notes that the run was told to stop, in the moment in which it is. */
  stopsAt(signal: AbortSignal): void {
    const note = (): void => this.trajectory.record(() => ({ type: 'stop_asked' }));
    if (signal.aborted) note();
    else signal.addEventListener('abort', note, { once: true });
  }

  end(report: RunReport): void {
    this.trajectory.record(() => ({ type: 'run_ended', report }));
    this.close();
  }

  close(): void {
    this.trajectory.close();
  }
}
