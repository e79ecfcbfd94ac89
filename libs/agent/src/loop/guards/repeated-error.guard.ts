import { LoopGuard, type ObservedTurn, type TurnVerdict, type WorkState } from './loop-guard';

const NUDGE_EVERY = 3;
/** Errors that begin alike are the same error, whatever line, file of the log or time they name. */
const COMPARED_CHARACTERS = 200;

/**
 * The same error text three times on an unchanged work tree, whatever the calls were and whatever succeeded between:
 * a nudge. Checks that stay red after an edit are no repeated error.
 */
export class RepeatedErrorGuard extends LoopGuard {
  override readonly rule = 'repeated_error';
  private text = '';
  private count = 0;
  private diffHash = '';

  override afterTurn({ calls, diffHash }: ObservedTurn): TurnVerdict | null {
    if (diffHash !== this.diffHash) this.count = 0;
    this.diffHash = diffHash;
    const before = this.count;
    for (const { result, refused } of calls) if (result.isError && !refused) this.see(result.content);
    if (this.count === before || this.count === 0 || this.count % NUDGE_EVERY !== 0) return null;
    return {
      kind: 'nudge',
      text: `The same error came ${this.count} times. Read it again, look at the real state (read the file, list the folder), and change the approach.`,
    };
  }

  override restart({ diffHash }: WorkState): void {
    this.diffHash = diffHash;
    this.count = 0;
  }

  private see(content: string): void {
    const text = content.slice(0, COMPARED_CHARACTERS).replace(/\d+/g, '#');
    this.count = text === this.text ? this.count + 1 : 1;
    this.text = text;
  }
}
