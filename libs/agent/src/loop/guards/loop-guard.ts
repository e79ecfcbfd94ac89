import type { AnsweredCall, ToolCall } from '../calls/tool-call';

/** Where the work stands: equal hashes mean the same work tree, equal sets the same failing tests. */
export interface WorkState {
  readonly diffHash: string;
  readonly failingSet: string;
}

/** A finished turn, and where the work stands after it. */
export interface ObservedTurn extends WorkState {
  readonly calls: readonly AnsweredCall[];
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

  /** The work begins, a new instruction arrived, or old results left the context: repeating a call is legitimate. */
  restart(_state: WorkState): void {
    return;
  }
}
