import { truncatedCallText } from '../prompt/nudge.messages';

/** Field note agent-loop 5.1: output tokens of one answer, and of the one retry after an answer that was cut. */
const NORMAL = 32_000;
const DOUBLED = 2 * NORMAL;

/** How long the next answer may be. */
export class OutputLimit {
  private tokens = NORMAL;

  get maxTokens(): number {
    return this.tokens;
  }

  /** An answer was cut: allows twice as much once. Returns what to tell the model. */
  cut(): string {
    const before = this.tokens;
    this.tokens = before === NORMAL ? DOUBLED : NORMAL;
    return truncatedCallText(before, this.tokens);
  }

  /** An answer was whole. */
  reset(): void {
    this.tokens = NORMAL;
  }
}
