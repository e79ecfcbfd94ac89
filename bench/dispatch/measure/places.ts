/** A run took a place or left it. Milliseconds. */
export interface PlaceChange {
  readonly at: number;
  readonly kind: 'taken' | 'left';
}

/** How the places were used. */
export interface PlaceUse {
  readonly most: number;
  /** The longest time that a place was free before a task that waited took it, in milliseconds. */
  readonly longestIdleMs: number;
}

/**
 * Follows `places` places from the first run on, by the order of the changes. What is taken is the place that has been
 * free for longest; places that nobody took any more had no task to wait for them.
 */
export function placeUse(changes: readonly PlaceChange[], places: number): PlaceUse {
  const ordered = changes.toSorted((a, b) => a.at - b.at);
  const first = ordered[0]?.at ?? 0;
  const free = Array.from({ length: places }, () => first);
  let [active, most, longestIdleMs] = [0, 0, 0];
  for (const { at, kind } of ordered) {
    active += kind === 'taken' ? 1 : -1;
    most = Math.max(most, active);
    if (kind === 'left') free.push(at);
    else longestIdleMs = Math.max(longestIdleMs, at - (free.shift() ?? at));
  }
  return { most, longestIdleMs };
}
