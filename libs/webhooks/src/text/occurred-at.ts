const YEAR_2000_MS = 946_684_800_000;
const YEAR_2100_MS = 4_102_444_800_000;

/** A sender's time in epoch milliseconds: written so, or in seconds, or as `Date.parse` reads it (`+0000` too). Undefined outside of this century. */
export function epochOf(value: string | undefined): number | undefined {
  const number = Number(value ?? Number.NaN);
  const epoch = number > 1e11 ? number : number * 1_000;
  const time = Number.isFinite(number) ? epoch : Date.parse(value ?? '');
  return time > YEAR_2000_MS && time < YEAR_2100_MS ? time : undefined;
}

/** The same as ISO 8601 UTC. Else `otherwise`. */
export function isoTime(value: string | undefined, otherwise: Date): string {
  const time = epochOf(value);
  return (time === undefined ? otherwise : new Date(time)).toISOString();
}
