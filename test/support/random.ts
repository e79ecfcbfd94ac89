/** Numbers that come again with the same seed (mulberry32). */
export class SeededRandom {
  private state: number;

  constructor(readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[Math.floor(this.next() * list.length)] ?? list[0];
  }

  /** Time between two events of which `perSecond` happen, independent of one another; milliseconds. */
  pause(perSecond: number): number {
    return (-Math.log(1 - this.next()) / perSecond) * 1_000;
  }
}

/** The numbers of `ANTON_SEED`, or of a seed that nobody chose. */
export function seededRandom(): SeededRandom {
  const given = process.env['ANTON_SEED'];
  return new SeededRandom(given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given));
}
