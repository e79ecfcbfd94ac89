import type { FailureCategory } from '../../../failure-category';

/** Why a run failed, as the state of its Pod or Job says. */
export interface Failure {
  readonly category: FailureCategory;
  readonly cause: string;
}
