import { isAntonError, type RunStatus } from '@anton/contracts';
import type { FinishClaim } from './finish-claim';

/** The statuses that the loop itself can end a run with. */
export type LoopStopStatus = Extract<
  RunStatus,
  'stuck' | 'budget' | 'timeout' | 'llm_unavailable' | 'refused' | 'infra'
>;

/** The loop gave up; `status` is what the run would end in, `reason` a sentence for the report. */
export interface LoopStop {
  readonly kind: 'stopped';
  readonly status: LoopStopStatus;
  readonly reason: string;
}

/** How a stretch of work ended. */
export type LoopOutcome = { readonly kind: 'finished'; readonly claim: FinishClaim } | LoopStop;

export function stopped(status: LoopStopStatus, reason: string): LoopStop {
  return { kind: 'stopped', status, reason };
}

/** What a thrown error means for the run: the abort, a vendor that is down, or something that a person must repair. */
export function stoppedBy(error: unknown, signal: AbortSignal): LoopStop {
  if (signal.aborted) return stopped('timeout', 'the run was stopped from outside or its time was over');
  const message = error instanceof Error ? error.message : String(error);
  const down = isAntonError(error) && error.category === 'outage';
  return stopped(down ? 'llm_unavailable' : 'infra', message);
}
