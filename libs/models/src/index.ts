export { AnthropicModelModule } from './adapters/anthropic/anthropic-model.module';
export type { ModelClientOptions, ModelModuleOptions } from './adapters/model-client.options';
export { OpenAiModelModule } from './adapters/openai/openai-model.module';
export type { OpenAiClientOptions } from './adapters/openai/openai.model-client';
export { modelVariables, roleModels, type RoleModels } from './model.environment';
export { ModelRequestError, ModelUnavailableError } from './model.errors';
export {
  ModelClient,
  STOP_REASONS,
  type ConversationTurn,
  type JsonSchema,
  type ModelReply,
  type ModelRequest,
  type ModelUsage,
  type ReasoningEffort,
  type StopReason,
  type TextBlock,
  type ToolDefinition,
  type ToolResultBlock,
  type ToolUseBlock,
} from './model-client.port';
export { assertDifferentModels, SameModelError } from './roles/different-models';
export { CoderModel, DEFAULT_MODELS, ReviewerModel, RouterModel, type ModelRole } from './roles/model-roles';
export {
  withCallObserver,
  type CallEnding,
  type CallObserver,
  type ModelRoleName,
  type ObservedCall,
  type WireFormat,
} from './roles/call-observer';
export { wireBody } from './adapters/wire-body';
export { priceOf } from './prices/price-of';
export { PRICE_TABLE_VERSION } from './prices/price-table';
export { DEFAULT_RETRY, type RetryOptions } from './retry/retry-options';
