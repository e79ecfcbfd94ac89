export { Budget, type BudgetLimits, type BudgetStop } from './budget/budget';
export {
  CheckSession,
  type CheckOrigin,
  type CheckPlan,
  type CheckRun,
  type TestFailure,
} from './checks/check-session';
export type { LoopEvent, LoopObserver, LoopOutcome, LoopRequest, LoopSkill } from './loop/agent-loop';
export type { FinishClaim } from './loop/finish-claim';
export {
  Reviewer,
  ReviewerProvider,
  ReviewerRegistry,
  type ReviewAnswer,
  type ReviewFinding,
  type ReviewRequest,
} from './review/reviewer.port';
export {
  AgentTool,
  AgentToolProvider,
  AgentToolRegistry,
  type ToolContext,
  type ToolResult,
} from './tools/agent-tool.port';
