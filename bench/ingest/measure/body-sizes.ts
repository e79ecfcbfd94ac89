import { row, type Row } from '../../harness/row';
import { median } from '../../harness/statistics';
import { datadogRequestsOf } from '../deliveries/request-sets';
import type { ServerProcess } from '../servers/server-process';
import { interleaved } from './interleaved';
import { measure, type Instruments } from './measurement';
import { BASE } from './point-rows';

/** Bytes of a body; around 2 KiB a publish takes more than one write, which Nagle's algorithm holds back for 44 ms. */
const SIZES = [200, 1_000, 1_900, 2_100, 4_096, 8_192, 16_384, 65_536];
const QUICK_SIZES = [200, 2_100, 65_536];
/** A step of 44 ms is far above both. */
const MAX_P50_MS = 10;
const MAX_STEP = 5;

function stepRows(p50s: readonly number[]): Row[] {
  const steps = p50s.slice(1).map((p50, index) => p50 / (p50s[index] ?? NaN));
  return [
    row('all body sizes: largest p50, anton', Math.max(...p50s), 'ms', {
      goal: { of: 'value', atMost: MAX_P50_MS },
    }),
    row('all body sizes: largest step, anton', Math.max(...steps), 'times', {
      goal: { of: 'value', atMost: MAX_STEP },
    }),
  ];
}

/** The time of a request alone on one connection, by the size of its body. */
export async function bodySizeRows(
  servers: readonly ServerProcess[],
  isQuick: boolean,
  instruments: Instruments,
): Promise<Row[]> {
  const subjects = servers.filter(({ name }) => name === 'anton' || name === BASE);
  const rows: Row[] = [];
  const p50s: number[] = [];
  for (const bytes of isQuick ? QUICK_SIZES : SIZES) {
    const load = { requests: datadogRequestsOf(bytes), connections: 1, seconds: 1 };
    const measured = await interleaved(subjects, 1, async (server) => measure(server, load, instruments));
    const p50 = (name: string): number => median((measured.get(name) ?? []).map(({ p50Ms }) => p50Ms));
    const base = p50(BASE);
    for (const name of measured.keys()) {
      const ratio =
        name === BASE || Number.isNaN(base) ? undefined : { value: p50(name) / base, against: BASE };
      rows.push(row(`body of ${bytes} B: p50, ${name}`, p50(name), 'ms', { ratio }));
    }
    if (measured.has('anton')) p50s.push(p50('anton'));
  }
  return p50s.length === 0 ? rows : [...rows, ...stepRows(p50s)];
}
