/** What the model says when it ends its work. A claim, not a fact: the runner checks it. */
export interface FinishClaim {
  readonly outcome: 'fixed' | 'no_change_needed' | 'cannot_fix';
  /** Plain text for the pull request: what was wrong, what changed. */
  readonly summary: string;
}
