import { Injectable } from '@nestjs/common';
import type { AgentTask, ReportFinding, RouteDecision } from '@anton/contracts';
import { createNamedDecorator, NamedRegistry } from '@anton/platform';
import type { Workspace } from '@anton/workspace';
import type { Budget } from '../budget/budget';
import type { CheckRun } from '../checks/check-session';

const KEY = 'anton:reviewer';

/** Registers a class as a reviewer of changes; the findings of all reviewers are merged. */
export const ReviewerProvider = createNamedDecorator(KEY);

/** One finding. Lines are of the new file; `confidence` is 0 to 1. */
export interface ReviewFinding {
  readonly id: string;
  readonly severity: ReportFinding['severity'];
  readonly category: string;
  readonly file: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly title: string;
  readonly failureScenario: string;
  readonly fixHint: string;
  readonly confidence: number;
}

/** An earlier finding that the author holds to be wrong. `evidence` is untrusted text. */
export interface Dispute {
  readonly id: string;
  readonly evidence: string;
}

/** What a reviewer is asked. The diff was computed by git; all of it is untrusted text. */
export interface ReviewRequest {
  readonly task: AgentTask;
  readonly route: RouteDecision;
  /** Unified diff from the base to the work tree. */
  readonly diff: string;
  readonly baseline: CheckRun;
  readonly final: CheckRun;
  /** From 1. */
  readonly round: number;
  /** Findings of the rounds before that stand, newest last; a reviewer is shown its own ones. */
  readonly earlier: readonly ReviewFinding[];
  /** The diff that the round before judged; new findings are then confined to what changed since. */
  readonly previousDiff?: string;
  /** What the author says in answer to the findings, e.g. the summary of its claim. Untrusted text. */
  readonly authorNote?: string;
  /** Earlier findings that the author contests, with its evidence. */
  readonly disputes?: readonly Dispute[];
  /** For reading only: a reviewer that changes the tree makes its review void. */
  readonly workspace: Workspace;
  /** Reads a file as the base commit has it; null when there is none. */
  readonly readBase?: (path: string) => Promise<Buffer | null>;
  readonly budget: Budget;
  readonly signal: AbortSignal;
}

/** `unavailable` is neither an approval nor a rejection. Off-diff, doubtful and minor findings do not block. */
export type ReviewAnswer =
  | {
      readonly kind: 'reviewed';
      /** Computed by code from the findings, never taken from the model. */
      readonly verdict: 'approved' | 'rejected';
      readonly blocking: readonly ReviewFinding[];
      readonly others: readonly ReviewFinding[];
      /** How many findings were dropped: not on the diff, style, speculation, or older than the change. */
      readonly dropped: number;
      /** Ids of earlier findings that the reviewer took back because the author disputed them. */
      readonly withdrawn?: readonly string[];
      readonly summary: string;
    }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Judges a finished change. "Many of"; must not change the workspace. */
export abstract class Reviewer {
  abstract review(request: ReviewRequest): Promise<ReviewAnswer>;
}

/** The reviewers of this process, by name. */
@Injectable()
export class ReviewerRegistry extends NamedRegistry<Reviewer> {
  protected override readonly key = KEY;
  protected override readonly kind = 'reviewer';
}
