/** One thing that a change does to tests or to how they run. */
export interface TamperItem {
  readonly kind: 'removed' | 'skipped' | 'weakened' | 'test_config' | 'ci_config';
  readonly file: string;
  /** Of the new file. */
  readonly line: number;
  /** One line; names of tests and files are of the repository. */
  readonly detail: string;
  /** Such a change may not pass: a test that passed is gone or does not run any more. */
  readonly blocking: boolean;
}
