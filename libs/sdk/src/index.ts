// The ports are taken from their files, not from the libs' indexes: a team's package shall not load Anton's adapters.
export {
  Reviewer,
  ReviewerProvider,
  type Dispute,
  type ReviewAnswer,
  type ReviewFinding,
  type ReviewRequest,
} from '../../agent/src/review/reviewer.port';
export { verdictOf, type DeltaRound, type Verdict } from '../../agent/src/review/verdict';
export type { CheckRun } from '../../agent/src/checks/check-session';
export {
  AgentTool,
  AgentToolProvider,
  type ToolContext,
  type ToolResult,
  type WorkChange,
} from '../../agent/src/tools/agent-tool.port';
export {
  AgentTask,
  AntonError,
  deriveTaskId,
  isAntonError,
  logicalKey,
  parseAgentTask,
  parseTaskSignal,
  PermanentError,
  RetryLater,
  RouteDecision,
  RunReport,
  SIGNAL_SCHEMA,
  TASK_SCHEMA,
  TaskEvidence,
  TaskSignal,
  type Priority,
} from '@anton/contracts';
export {
  DispatchGate,
  DispatchGateProvider,
  type ActiveRun,
  type GateAnswer,
  type GateContext,
} from '../../dispatcher/src/dispatch-gate.port';
export {
  Executor,
  ExecutorProvider,
  type RunObservation,
  type RunRequest,
  type RunWaiting,
} from '../../dispatcher/src/executor.port';
export type { FailureCategory, WaitingCategory } from '../../dispatcher/src/failure-category';
export type { JsonSchema } from '@anton/models';
export {
  defineExtension,
  HealthProbe,
  HealthProbeProvider,
  type AntonExtension,
  type ProbeResult,
} from '@anton/platform';
export {
  TaskEnricher,
  TaskEnricherProvider,
  type TaskEnrichment,
} from '../../router/src/enriching/task-enricher.port';
export {
  WebhookSource,
  WebhookSourceProvider,
  type Intake,
  type ParsedDelivery,
  type RawDelivery,
  type WebhookHeaders,
} from '../../webhooks/src/webhook-source.port';
export type { GrepMatch, Workspace, WorkspaceEntry } from '@anton/workspace';
