/** JSON Schema (draft 2020-12 subset that strict modes accept: every property required, no additional ones). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A tool that the model may call. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
}

export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
}

export interface ToolUseBlock {
  readonly type: 'tool_use';
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

export interface ToolResultBlock {
  readonly type: 'tool_result';
  readonly toolUseId: string;
  readonly content: string;
  readonly isError: boolean;
}

/** A turn of the conversation. An assistant turn carries the vendor's own content in `raw`, sent back unchanged. */
export type ConversationTurn =
  | { readonly role: 'user'; readonly blocks: readonly (TextBlock | ToolResultBlock)[] }
  | {
      readonly role: 'assistant';
      readonly blocks: readonly (TextBlock | ToolUseBlock)[];
      readonly raw: unknown;
    };

export type ReasoningEffort = 'low' | 'medium' | 'high';

/** One call to a model: `tools` for a loop, `answer` for one structured answer. */
export interface ModelRequest {
  readonly model: string;
  /** Asked instead after four overloaded answers (529, 503) in a row; without one {@link model} is asked on. */
  readonly fallbackModel?: string | undefined;
  /** Byte-stable system prompt: no dates, ids or paths in it. */
  readonly system: string;
  readonly turns: readonly ConversationTurn[];
  readonly tools?: readonly ToolDefinition[];
  /** Demands one answer that fits the schema, by the vendor's strict mode; with `tools` it may come after calls of them. */
  readonly answer?: { readonly name: string; readonly schema: JsonSchema };
  readonly maxTokens: number;
  readonly effort?: ReasoningEffort;
  /** Turns come more than five minutes apart: what all of them begin with is cached for an hour, where the vendor can. */
  readonly slowTurns?: boolean;
  /** Aborts the call and its retries. */
  readonly signal?: AbortSignal;
}

export const STOP_REASONS = [
  'end_turn',
  'tool_use',
  'max_tokens',
  'refusal',
  'pause_turn',
  'context_window_exceeded',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** The vendor's own token counts of one call. */
export interface ModelUsage {
  /** Neither read from nor written to the cache. */
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** Those of {@link cacheWriteTokens} that are kept for an hour; absent when there are none. */
  readonly cacheWriteHourTokens?: number;
  readonly outputTokens: number;
}

/** The answer to one call. `usd` is null when the model has no known price. */
export interface ModelReply {
  readonly blocks: readonly (TextBlock | ToolUseBlock)[];
  readonly stopReason: StopReason;
  readonly usage: ModelUsage;
  readonly usd: number | null;
  /** The model that answered, as the vendor names it. */
  readonly model: string;
  /** The assistant content as the vendor sent it; put it into the next request's turn unchanged. */
  readonly raw: unknown;
}

/**
 * One vendor-neutral call to a language model. Retries live in the adapter, under one policy: jitter, `retry-after`,
 * a bound; the SDKs' own retries are off. A refusal and a cut answer are values (`stopReason`), not errors.
 * @throws ModelUnavailableError after the last retry (429, 5xx, 529, timeout, cut stream, connection refused).
 * @throws ModelRequestError for a request that the vendor will never accept (400, 401, 403, 404, 413).
 */
export abstract class ModelClient {
  abstract send(request: ModelRequest): Promise<ModelReply>;

  /** Asks the vendor for the model's name, without tokens. Same errors as {@link send}. */
  abstract describe(model: string, signal?: AbortSignal): Promise<{ readonly id: string }>;
}
