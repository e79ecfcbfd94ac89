import { startScriptedModels, type ScriptedModels, type ScriptedStep } from '@anton/simulation';
import type {
  ConversationTurn,
  ModelClient,
  ModelClientOptions,
  ModelReply,
  ModelRequest,
  RetryOptions,
} from '@anton/models';

/** What the contract must know about one vendor's adapter. */
export interface ModelClientSubject {
  /** A model with a known price, and one to fall back to. */
  readonly model: string;
  readonly fallbackModel: string;
  create(models: ScriptedModels, options: ModelClientOptions): ModelClient;
  /** The conversation of a request as the vendor gets it. */
  conversationOf(body: Readonly<Record<string, unknown>>): readonly unknown[];
}

/** Short waits and few tries, so that a test of many failures takes milliseconds. */
const FAST_RETRY: Partial<RetryOptions> = {
  attempts: 5,
  initialDelayMs: 5,
  maxDelayMs: 20,
  idleMs: 300,
  attemptMs: 2_000,
  totalMs: 8_000,
};

/** A schema that both vendors' strict modes take. */
export const ANSWER_SCHEMA = {
  type: 'object',
  properties: { ok: { type: 'boolean' } },
  required: ['ok'],
  additionalProperties: false,
};

/** One client and the scripted models that it talks to over HTTP. */
export class ModelClientWorld {
  private models: ScriptedModels | undefined;

  constructor(readonly subject: ModelClientSubject) {}

  /** Steps answer whichever role the request has. */
  async open(
    steps: readonly ScriptedStep[],
    options: Omit<ModelClientOptions, 'apiKey' | 'baseUrl'> = {},
  ): Promise<ModelClient> {
    this.models = await startScriptedModels({
      router: steps,
      coder: steps,
      reviewer: steps,
      unknownModels: ['no-such-model'],
      silentModels: ['silent-model'],
    });
    const retry = { ...FAST_RETRY, ...options.retry };
    return this.subject.create(this.models, { apiKey: 'key', ...options, retry });
  }

  async close(): Promise<void> {
    await this.models?.close();
    this.models = undefined;
  }

  get exchanges(): ScriptedModels['exchanges'] {
    return this.models?.exchanges ?? [];
  }

  ask(fields: Partial<ModelRequest> = {}): ModelRequest {
    return {
      model: this.subject.model,
      system: 'You are careful.',
      turns: [userTurn('hello')],
      maxTokens: 1_000,
      ...fields,
    };
  }
}

/** A user's turn of one text. */
export function userTurn(text: string): ConversationTurn {
  return { role: 'user', blocks: [{ type: 'text', text }] };
}

/** The turns after a reply: what the model said, and `output` as the result of each of its calls. */
export function continued(
  turns: readonly ConversationTurn[],
  { blocks, raw }: ModelReply,
  output: string,
): ConversationTurn[] {
  const results = blocks.flatMap((block) =>
    block.type === 'tool_use'
      ? [{ type: 'tool_result' as const, toolUseId: block.id, content: output, isError: false }]
      : [],
  );
  return [...turns, { role: 'assistant', blocks, raw }, { role: 'user', blocks: results }];
}

/** The text of a reply. */
export function textOf({ blocks }: ModelReply): string {
  return blocks.map((block) => (block.type === 'text' ? block.text : '')).join('');
}
