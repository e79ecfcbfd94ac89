import type { AgentTask, RouteDecision, RunStatus } from '@anton/contracts';
import type { Workspace } from '@anton/workspace';
import type { Budget } from '../budget/budget';
import type { CheckRun, CheckSession } from '../checks/check-session';
import type { FinishClaim } from './finish-claim';

/** One skill chosen for the run; `body` is Markdown. */
export interface LoopSkill {
  readonly name: string;
  readonly body: string;
}

/** What one run of the coder is given. */
export interface LoopRequest {
  readonly task: AgentTask;
  readonly route: RouteDecision;
  readonly skills: readonly LoopSkill[];
  /** AGENTS.md or CLAUDE.md of the base commit, at most 32 KiB; ranks below Anton's own rules. */
  readonly repositoryRules: string | null;
  readonly baseline: CheckRun;
  readonly workspace: Workspace;
  readonly checks: CheckSession;
  readonly budget: Budget;
  readonly signal: AbortSignal;
  /** A short hash of the work tree's difference to the base; used by the no-progress rule. */
  readonly diffHash: () => Promise<string>;
  readonly observer: LoopObserver;
}

/** One event of the loop, for the trajectory, the log and the demo. */
export type LoopEvent =
  | {
      readonly type: 'model_call';
      readonly call: number;
      readonly stopReason: string;
      readonly usd: number | null;
    }
  | { readonly type: 'tool_call'; readonly tool: string; readonly summary: string; readonly isError: boolean }
  | { readonly type: 'guard'; readonly rule: string; readonly detail: string }
  | { readonly type: 'cleared'; readonly freedTokens: number };

export type LoopObserver = (event: LoopEvent) => void;

/** How a stretch of work ended. `stopped` names the status that the run would end in. */
export type LoopOutcome =
  | { readonly kind: 'finished'; readonly claim: FinishClaim }
  | {
      readonly kind: 'stopped';
      readonly status: Extract<
        RunStatus,
        'stuck' | 'budget' | 'timeout' | 'llm_unavailable' | 'refused' | 'infra'
      >;
      readonly reason: string;
    };
