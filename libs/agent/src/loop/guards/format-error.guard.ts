import { LoopGuard, type ObservedTurn, type TurnVerdict } from './loop-guard';

const STOP_AT = 3;

/** Turns in which nothing could be executed (unknown tool, bad input, cut or blocked calls, no call at all): three in a row end the run. */
export class FormatErrorGuard extends LoopGuard {
  override readonly rule = 'format_error';
  private turns = 0;

  override afterTurn({ calls }: ObservedTurn): TurnVerdict | null {
    this.turns = calls.every(({ refused }) => refused) ? this.turns + 1 : 0;
    if (this.turns < STOP_AT) return null;
    const last = calls.at(-1)?.result.content ?? 'no tool call';
    return { kind: 'stop', text: `${this.turns} turns in a row without a usable tool call; last: ${last}` };
  }

  override restart(): void {
    this.turns = 0;
  }
}
