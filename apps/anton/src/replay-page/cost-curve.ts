/** One answer of a model: when it came, and what everything had cost by then. */
export interface CostPoint {
  readonly ms: number;
  readonly usd: number;
  readonly role: string;
}

/** What the template draws: numbers only, in the units of the picture. */
export interface CostCurve {
  readonly width: number;
  readonly height: number;
  readonly line: string;
  readonly area: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly role: string }[];
  readonly totalUsd: number;
  readonly totalMs: number;
}

const WIDTH = 640;
const HEIGHT = 120;
const PADDING = 8;

/** Cost over time, as a stair: money is spent when an answer comes. Null without two points of a known price. */
export function costCurve(points: readonly CostPoint[], totalMs: number): CostCurve | null {
  const totalUsd = points.at(-1)?.usd ?? 0;
  if (points.length < 2 || totalUsd === 0) return null;
  const end = Math.max(totalMs, points.at(-1)?.ms ?? 0, 1);
  const x = (ms: number): number => Math.round(PADDING + (ms / end) * (WIDTH - 2 * PADDING));
  const y = (usd: number): number => Math.round(HEIGHT - PADDING - (usd / totalUsd) * (HEIGHT - 2 * PADDING));
  const steps = points.map(({ ms, usd }) => `H${x(ms)}V${y(usd)}`).join('');
  const line = `M${PADDING} ${y(0)}${steps}H${x(end)}`;
  return {
    width: WIDTH,
    height: HEIGHT,
    line,
    area: `${line}V${y(0)}Z`,
    points: points.map(({ ms, usd, role }) => ({ x: x(ms), y: y(usd), role })),
    totalUsd,
    totalMs: end,
  };
}
