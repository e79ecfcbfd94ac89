/** A sender's time, as ISO 8601 UTC: epoch milliseconds or seconds, or what `Date.parse` reads (`+0000` too). Else `otherwise`. */
export function isoTime(value: string | undefined, otherwise: Date): string {
  const number = Number(value ?? Number.NaN);
  const epoch = number > 1e11 ? number : number * 1_000;
  const time = Number.isFinite(number) ? epoch : Date.parse(value ?? '');
  const date = new Date(time);
  const isLikely = time > 946_684_800_000 && time < 4_102_444_800_000;
  return (isLikely ? date : otherwise).toISOString();
}
