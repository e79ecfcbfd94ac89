import type { ToolCall } from '../calls/tool-call';
import {
  LoopGuard,
  type CallVerdict,
  type ObservedTurn,
  type TurnVerdict,
  type WorkState,
} from './loop-guard';

/** Field note agent-loop 5.1. */
const WARN_AT = 3;
const BLOCK_AT = 5;
/** Identical calls further apart than this many calls are no circle. */
const WINDOW = 30;

/**
 * The same tool with the same input on an unchanged work tree: a warning at the third, no execution from the fifth.
 * After an edit the same call (`run_tests`, reading the file again) counts anew.
 */
export class IdenticalCallGuard extends LoopGuard {
  override readonly rule = 'identical_call';
  private readonly recent: string[] = [];
  private diffHash = '';

  override beforeCall(call: ToolCall): CallVerdict | null {
    const key = `${this.diffHash} ${call.key}`;
    this.recent.push(key);
    if (this.recent.length > WINDOW) this.recent.shift();
    const count = this.recent.filter((other) => other === key).length;
    if (count >= BLOCK_AT)
      return {
        kind: 'block',
        text: `Not executed: this is identical call number ${count} and nothing has changed since. Do something else, or call finish and say what is missing.`,
      };
    if (count < WARN_AT) return null;
    return {
      kind: 'warn',
      text: `Note: you made this identical call ${count} times and nothing has changed. It is not executed from the ${BLOCK_AT}th on.`,
    };
  }

  override afterTurn({ diffHash }: ObservedTurn): TurnVerdict | null {
    this.diffHash = diffHash;
    return null;
  }

  override restart({ diffHash }: WorkState): void {
    this.diffHash = diffHash;
    this.recent.length = 0;
  }
}
