import type { BenchmarkRequest } from '../../harness/benchmark';
import type { Row } from '../../harness/row';
import { median } from '../../harness/statistics';
import { cpuMicros } from '../../harness/process-usage';
import type { ApiUnderTest } from '../api/api-under-test';
import type { Plan } from '../plan';
import { RawClient } from '../raw/raw-client';
import type { Line } from '../world/line';
import type { ModelClock } from '../world/model-clock';
import { antonRound } from './anton-round';
import { ownTimes, pointRows, type PointRound } from './point-rows';

/** Tasks before anything is measured: V8 compiles, pools fill. */
const WARM_UP = { few: 16, many: 200 };
const WARM_UP_IN_FLIGHT = 8;

/** What a point is measured with. */
export interface PointWorld {
  readonly line: Line;
  readonly api: ApiUnderTest;
  readonly clock: ModelClock;
}

/** The orchestrator and the raw client in turns, at every number of messages in flight. */
export async function pointsRows(
  { line, api, clock }: PointWorld,
  plan: Plan,
  say: BenchmarkRequest['say'],
): Promise<Row[]> {
  let rounds = 0;
  const letters = (): string => `R${String.fromCharCode(65 + Math.floor(rounds / 26), 65 + (rounds++ % 26))}`;
  const anton = (count: number, inFlight: number) =>
    antonRound(line, api, clock, { project: letters(), count, inFlight });
  await line.start();
  const warmUp = plan.isQuick ? WARM_UP.few : WARM_UP.many;
  await anton(warmUp, WARM_UP_IN_FLIGHT);
  const client = await RawClient.start(api);
  const raw = async (count: number, inFlight: number): Promise<number[]> => {
    const prefix = `raw-${letters().toLowerCase()}`;
    const times = await client.round(prefix, count, inFlight);
    await api.clear(prefix);
    return times;
  };
  try {
    await raw(warmUp, WARM_UP_IN_FLIGHT);
    const rows: Row[] = [];
    for (const inFlight of plan.inFlight) {
      const measured: PointRound[] = [];
      for (let round = 0; round < plan.rounds; round += 1) {
        const count = plan.tasksOf(inFlight);
        const before = cpuMicros(line.orchestrator.pid);
        // Turned: whoever is first in one round is second in the next.
        const early = round % 2 === 0 ? await raw(count, inFlight) : undefined;
        const passages = await anton(count, inFlight);
        const cpuMs = (cpuMicros(line.orchestrator.pid) - before) / 1_000;
        const rawTimes = early ?? (await raw(count, inFlight));
        measured.push({ anton: passages, raw: rawTimes, cpuMs });
        const figures = [ownTimes(passages), rawTimes].map((times) => median(times).toFixed(1));
        say(`${inFlight} in flight, round ${round + 1}: anton ${figures[0]} ms, raw ${figures[1]} ms`);
      }
      rows.push(...pointRows(inFlight, measured));
    }
    return rows;
  } finally {
    client.stop();
  }
}
