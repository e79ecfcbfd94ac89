import {
  Disputes,
  executedOf,
  type Budget,
  type CheckPlan,
  type CheckRun,
  type ReviewFinding,
} from '@anton/agent';
import type { ReportBlockedHost, ReviewVerdict, RunStatus } from '@anton/contracts';
import type { ChangeDiff, PullRequest } from '@anton/codehost';
import type { Proof } from '../proof/proof';

/** A finding that rejected the change in an earlier round and does not stand any more. */
export interface SettledFinding {
  readonly finding: ReviewFinding;
  /** `withdrawn`: the author disputed it and the reviewer agreed. */
  readonly how: 'fixed' | 'withdrawn';
}

/** How far the review has come. */
export interface ReviewFacts {
  rounds: number;
  verdict: ReviewVerdict;
  open: readonly ReviewFinding[];
  remarks: readonly ReviewFinding[];
  settled: readonly SettledFinding[];
  /** Why the last round had no answer; empty when it had one. */
  unavailable: string;
  summary: string;
  /** The diff that the last round saw. */
  seen: string | undefined;
}

/** How the run ends, before it is written down. */
export interface RunEnding {
  readonly status: RunStatus;
  readonly message: string;
}

/** Everything that is known of one run so far: the report and the pull request are made of it. */
export class RunFacts {
  /** It was told to stop, and another attempt can go on. */
  isResumable = false;
  /** Where the host keeps unfinished work of this task, as far as is known here. */
  keptSha: string | null = null;
  branch: string | null = null;
  headSha: string | null = null;
  pullRequest: PullRequest | null = null;
  plan: CheckPlan | null = null;
  baseline: CheckRun | null = null;
  /** The tree that the agent began with: what setup and checks left is in it. Null before it began. */
  startTree: string | null = null;
  /** The checks on exactly the tree of `diff`. */
  final: CheckRun | null = null;
  diff: ChangeDiff | null = null;
  /** Null when the change never came so far. */
  proof: Proof | null = null;
  /** The task asks for tests to be removed: fewer of them are no fault. */
  mayRemoveTests = false;
  /** Hosts that the run asked for and did not reach, as far as is known. */
  blocked: readonly ReportBlockedHost[] = [];
  summary = '';
  budget: Budget | null = null;
  readonly review: ReviewFacts = {
    rounds: 0,
    verdict: 'not_reviewed',
    open: [],
    remarks: [],
    settled: [],
    unavailable: '',
    summary: '',
    seen: undefined,
  };
  /** What the author contests of the findings that are open. */
  readonly disputes = new Disputes(() => this.review.open);

  /** `startedAt` lies as long ago as the run has lived, in all its lives. */
  constructor(readonly startedAt = new Date()) {}

  /** True when the runner itself saw tests fail on the base and pass on exactly the tree of `diff`. */
  get isProven(): boolean {
    return this.proof?.kind === 'red_green' && !this.ranFewerTests;
  }

  /** True when tests went missing, unless the task asks for that: a green that was bought by removing them. */
  get ranFewerTests(): boolean {
    const before = this.baseline === null ? 0 : (executedOf(this.baseline) ?? 0);
    const needed = this.mayRemoveTests ? 1 : before;
    return this.final?.outcome === 'passed' && before > 0 && (executedOf(this.final) ?? 0) < needed;
  }
}
