import { LoopGuard, type ObservedTurn, type TurnVerdict, type WorkState } from './loop-guard';

/** Field note agent-loop 5.1, in turns. */
const NUDGE_AT = 20;
const STOP_AT = 30;

function textOf({ diffHash, failingSet }: WorkState): string {
  return `${diffHash} ${failingSet}`;
}

/** Neither the work tree nor the set of failing tests changes: a nudge after 20 turns, the end after 30. */
export class NoProgressGuard extends LoopGuard {
  override readonly rule = 'no_progress';
  private state = '';
  private turns = 0;

  override afterTurn(turn: ObservedTurn): TurnVerdict | null {
    const state = textOf(turn);
    this.turns = state === this.state ? this.turns + 1 : 0;
    this.state = state;
    if (this.turns >= STOP_AT)
      return {
        kind: 'stop',
        text: `no change in the work tree or the failing tests for ${this.turns} turns`,
      };
    if (this.turns !== NUDGE_AT) return null;
    return {
      kind: 'nudge',
      text: `For ${this.turns} turns neither the code nor the failing tests changed. Decide: make the edit you believe in, or call finish with cannot_fix or no_change_needed and your evidence.`,
    };
  }

  override restart(state: WorkState): void {
    this.state = textOf(state);
    this.turns = 0;
  }
}
