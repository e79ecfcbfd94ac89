import type { ReviewAnswer } from '@anton/agent';
import type { ModelUsage } from '@anton/models';

/** What the reviewer made of one change, and what that took. `usd` is null where no price is known. */
export interface Opinion {
  /** Of the {@link SeededDiff}. */
  readonly id: string;
  readonly answer: ReviewAnswer;
  /** Of the model: looking things up takes further ones. */
  readonly calls: number;
  readonly usage: ModelUsage;
  readonly usd: number | null;
  readonly ms: number;
}
