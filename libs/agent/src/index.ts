export { AgentModule, type AgentModuleOptions } from './agent.module';
export { Budget, type BudgetLimits, type BudgetRole, type BudgetStop } from './budget/budget';
export { budgetLimitsOf } from './budget/budget-limits';
export { CATCH_UP_MS, ResumedBudget } from './budget/resumed-budget';
export { RunBudget } from './budget/run-budget';
export {
  CheckSession,
  type CheckOrigin,
  type CheckPlan,
  executedOf,
  type CheckRun,
  type TestCase,
  type TestFailure,
} from './checks/check-session';
export { AgentLoop } from './loop/agent-loop';
export { Conversation } from './loop/conversation';
export type { LoopEvent, LoopObserver } from './loop/loop-event';
export type { LoopOutcome, LoopStop, LoopStopStatus } from './loop/loop-outcome';
export type { LoopRequest } from './loop/loop-request';
export type { LoopSkill } from './loop/loop-skill';
export { failingChecksMessage } from './prompt/failing-checks.message';
export { findingsMessage } from './prompt/findings.message';
export type { FinishClaim } from './loop/finish-claim';
export { Disputes } from './review/disputes';
export { ReviewPanel } from './review/review-panel';
export {
  Reviewer,
  ReviewerProvider,
  ReviewerRegistry,
  type Dispute,
  type ReviewAnswer,
  type ReviewFinding,
  type ReviewRequest,
} from './review/reviewer.port';
export { verdictOf, type DeltaRound, type Verdict } from './review/verdict';
export type { TamperItem } from './tamper/tamper-item';
export { asksToRemoveTests, tamperReportOf, type TamperQuestion } from './tamper/tamper-report';
export { isTestFile } from './tamper/test-paths';
export {
  AgentTool,
  AgentToolProvider,
  AgentToolRegistry,
  type NamedTool,
  type ToolContext,
  type ToolResult,
  type WorkChange,
} from './tools/agent-tool.port';
export { disputeTool } from './tools/dispute-finding.tool';
export { detectChecks } from './checks/detect-checks';
export { furtherChecks } from './checks/monorepo';
export { withoutFlaky } from './checks/without-flaky';
export { WorkspaceCheckSession, type CheckSessionOptions } from './checks/workspace-check-session';
export { replayLoop, type ReplayedTurn, type ReplayResult } from './replay/replay-loop';
export { abandoned, earlierLives, type EarlierLives, type RunIdentity } from './trajectory/earlier-lives';
export { DivergedError, Journal, type KnownAnswer } from './trajectory/journal';
export { readTrajectory, type ReadTrajectory } from './trajectory/read-trajectory';
export { RecordedCalls } from './trajectory/recorded-calls';
export { recordedChecks, RecordedLoop } from './trajectory/recorded-loop';
export { Trajectory, type TrajectoryStart } from './trajectory/trajectory';
export { BadTrajectoryError } from './trajectory/trajectory.errors';
export {
  TRAJECTORY_SCHEMA,
  trajectoryEvent,
  type EventOf,
  type TrajectoryEvent,
} from './trajectory/trajectory-event';
export type { ConnectedServers } from './tools/servers/tool-server';
export { ToolServers } from './tools/servers/tool-servers';
export { AgentToolsModule } from './tools/agent-tools.module';
