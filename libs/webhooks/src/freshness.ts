const HOUR_MS = 3_600_000;
/** Clocks that are not set differ by minutes, seldom by more. */
const MAX_AHEAD_MS = HOUR_MS;

/**
 * Why a delivery is not of the time it was received in, or null. `signed` is in epoch milliseconds and must come from
 * what the signature covers, never from a header that it does not; undefined when the body tells no time.
 */
export function untimely(signed: number | undefined, receivedAt: Date, maxAgeHours: number): string | null {
  if (signed === undefined || !Number.isFinite(signed)) return null;
  const age = receivedAt.getTime() - signed;
  if (age > maxAgeHours * HOUR_MS)
    return `the event is ${Math.round(age / HOUR_MS)} hours old, more than the ${maxAgeHours} of maxAgeHours`;
  if (age < -MAX_AHEAD_MS)
    return `the event lies ${Math.round(-age / HOUR_MS)} hours ahead of the clock of this machine`;
  return null;
}
