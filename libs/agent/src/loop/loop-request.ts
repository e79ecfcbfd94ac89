import type { AgentTask, RouteDecision } from '@anton/contracts';
import type { Workspace } from '@anton/workspace';
import type { Budget } from '../budget/budget';
import type { CheckRun, CheckSession } from '../checks/check-session';
import type { NamedTool, WorkChange } from '../tools/agent-tool.port';
import type { LoopObserver } from './loop-event';
import type { Journal } from '../trajectory/journal';
import type { LoopSkill } from './loop-skill';

/** What one run of the coder is given. */
export interface LoopRequest {
  readonly task: AgentTask;
  readonly route: RouteDecision;
  readonly skills: readonly LoopSkill[];
  /** Tools of this run only, beside the registered ones. */
  readonly tools?: readonly NamedTool[];
  /** AGENTS.md or CLAUDE.md of the base commit, at most 32 KiB; ranks below Anton's own rules. */
  readonly repositoryRules: string | null;
  readonly baseline: CheckRun;
  /** Files that an interrupted attempt of the task had changed; their changes are in the work tree. */
  readonly earlier?: readonly string[];
  /** What an earlier life of this run did and was answered. */
  readonly journal?: Journal;
  readonly workspace: Workspace;
  readonly checks: CheckSession;
  readonly budget: Budget;
  readonly signal: AbortSignal;
  /** What the work tree differs in from the base: for the no-progress rule, and for a coder that asks git. */
  readonly change: () => Promise<WorkChange>;
  /** Takes known secrets and shapes of tokens out of what tools answer. */
  readonly redact: (text: string) => string;
  readonly observer: LoopObserver;
}
