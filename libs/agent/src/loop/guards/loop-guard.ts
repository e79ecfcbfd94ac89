import type { AnsweredCall, ToolCall } from '../calls/tool-call';

/** A finished turn, as the guards see it. */
export interface ObservedTurn {
  readonly calls: readonly AnsweredCall[];
  /** Of the work tree after the turn. */
  readonly diffHash: string;
  /** Equal texts mean: the same tests fail. */
  readonly failingSet: string;
}

/** What a guard says of a call before it runs: a warning for its result, or a reason not to run it. */
export type CallVerdict = { readonly kind: 'warn' | 'block'; readonly text: string };

/** What a guard says after a turn: a message for the model, or the end of the run as `stuck`. */
export type TurnVerdict = { readonly kind: 'nudge' | 'stop'; readonly text: string };

/** One rule that notices a coder going in circles. Holds the state of one run. */
export abstract class LoopGuard {
  abstract readonly rule: string;

  /** Called once for every well-formed call, in the order the model gave. */
  beforeCall(_call: ToolCall): CallVerdict | null {
    return null;
  }

  afterTurn(_turn: ObservedTurn): TurnVerdict | null {
    return null;
  }

  /** A new instruction arrived or old results left the context: repeating a call is legitimate again. */
  forgive(): void {
    return;
  }
}
