import { isAntonError, type RunStatus } from '@anton/contracts';
import type { RunEnding } from './run-facts';

/** Errors that are a rule's answer, not a fault. */
const POLICY = new Set([
  'branch_protected',
  'push_rejected',
  'pull_request_rejected',
  'forbidden_content',
  'sandbox_required',
]);

/** The status that an error ends a run in; the message names what is wrong and what to do. */
export function endingOfError(error: unknown): RunEnding {
  if (!isAntonError(error))
    return { status: 'infra', message: error instanceof Error ? error.message : String(error) };
  const status: RunStatus =
    error.code === 'model_unavailable' ? 'llm_unavailable' : POLICY.has(error.code) ? 'policy' : 'infra';
  return { status, message: `${error.message} [${error.code}] ${error.remedy}` };
}
