import { LoopGuard, type ObservedTurn, type TurnVerdict } from './loop-guard';

/** Field note agent-loop 5.1: cycles of 1 to 5 calls, repeated three times. */
const MAX_LENGTH = 5;
const REPEATS = 3;

/** The same sequence of calls over and over, also when it edits forth and back: a nudge, and the end when it comes again. */
export class CycleGuard extends LoopGuard {
  override readonly rule = 'cycle';
  private calls: string[] = [];
  private readonly nudged = new Set<string>();

  override afterTurn({ calls }: ObservedTurn): TurnVerdict | null {
    this.calls = [...this.calls, ...calls.map(({ call }) => call.key)].slice(-MAX_LENGTH * REPEATS);
    const cycle = this.cycle();
    if (cycle === null) return null;
    this.calls = [];
    const name = cycle.toSorted().join('\n');
    if (this.nudged.has(name))
      return { kind: 'stop', text: `the same ${cycle.length} calls were repeated again after a hint` };
    this.nudged.add(name);
    return {
      kind: 'nudge',
      text: `You repeated the same ${cycle.length} call(s) ${REPEATS} times. This leads nowhere. State what you learned, then take another way, or call finish and say what is missing.`,
    };
  }

  override restart(): void {
    this.calls = [];
    this.nudged.clear();
  }

  private cycle(): string[] | null {
    for (let length = 1; length <= MAX_LENGTH; length += 1) {
      const last = this.calls.slice(-length * REPEATS);
      if (last.length === length * REPEATS && last.every((key, index) => key === last[index % length]))
        return last.slice(0, length);
    }
    return null;
  }
}
