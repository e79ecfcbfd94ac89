export { AntonError, isAntonError, type AntonErrorInit } from './errors/anton.error';
export { DependencyDownError } from './errors/dependency-down.error';
export { ERROR_CATEGORIES, type ErrorCategory } from './errors/error-category';
export { InvalidContractError } from './errors/invalid-contract.error';
export { PermanentError } from './errors/permanent.error';
export { RetryLater } from './errors/retry-later.error';
export { TaskIdCollisionError } from './errors/task-id-collision.error';
export type { LifeCycleEvent, RunTransitioned, TaskTransitioned } from './life-cycle/life-cycle-event';
export {
  PROGRESS_SCHEMA,
  readRunProgress,
  RUN_STAGES,
  type RunProgress,
  type RunStage,
} from './life-cycle/run-progress';
export { RUN_STATES, type RunState } from './life-cycle/run-state';
export {
  mayBecome,
  TASK_OUTCOMES,
  TASK_STATES,
  type TaskOutcome,
  type TaskState,
} from './life-cycle/task-state';
export { fittingReport, TERMINATION_MESSAGE_BYTES } from './report/fitting-report';
export { ReportBlockedHost } from './report/report-blocked-host';
export { CHECK_OUTCOMES, ReportCheckRun, ReportChecks, type CheckOutcome } from './report/report-checks';
export { ReportCost } from './report/report-cost';
export { ReportProof, ReportProofRun } from './report/report-proof';
export { ReportPullRequest } from './report/report-pull-request';
export {
  FINDING_SEVERITIES,
  REVIEW_VERDICTS,
  ReportFinding,
  ReportReview,
  type FindingSeverity,
  type ReviewVerdict,
} from './report/report-review';
export { parseRunReport, REPORT_SCHEMA, RunReport } from './report/run-report';
export { RUN_EXIT_STATUS, RUN_STATUSES, type RunStatus } from './report/run-status';
export {
  EGRESS_HOST,
  egressAllows,
  egressEntry,
  parseEgressHost,
  type EgressHost,
} from './route/egress-host';
export {
  AUTONOMIES,
  COMPLEXITIES,
  parseRouteDecision,
  RISKS,
  ROUTE_SCHEMA,
  ROUTE_VERDICTS,
  RouteDecidedBy,
  RouteDecision,
  RouteLimits,
  RouteModels,
  RouteRepository,
  RouteToolServer,
  TOOL_SERVER_NAME,
  type Autonomy,
  type Complexity,
  type Risk,
  type RouteVerdict,
} from './route/route-decision';
export {
  parseTaskSignal,
  SIGNAL_KINDS,
  SIGNAL_SCHEMA,
  TaskSignal,
  type SignalKind,
} from './signal/task-signal';
export { AgentTask, parseAgentTask, TASK_SCHEMA } from './task/agent-task';
export { logicalKey } from './task/logical-key';
export { isUrgent, PRIORITIES, type Priority } from './task/priority';
export { RepositoryHint } from './task/repository-hint';
export { EvidenceCondition, TaskEvidence } from './task/task-evidence';
export { taskHash } from './task/task-hash';
export { deriveTaskId, TASK_ID_PATTERN, type TaskIdParts } from './task/task-id';
export { TaskTrace } from './task/task-trace';
export { IS_TEXT_LISTS } from './validation/is-text-lists.decorator';
export type {
  GenericScheme,
  GenericSourceSettings,
  PointerCondition,
  SourceSettings,
} from './settings/source-settings';
export { parseContract } from './validation/parse-contract';
