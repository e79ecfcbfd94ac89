import type { CheckRun } from '../checks/check-session';
import { checkRunText } from './check-run.text';

/** Tells the coder that the runner's own run after its last edit is red. */
export function failingChecksMessage(final: CheckRun): string {
  return `You called finish, but the gate is not green: ${checkRunText(final)}\nFix the cause, call run_tests, then finish. Failures that were there before your first edit need no fix unless the task is about them.`;
}
