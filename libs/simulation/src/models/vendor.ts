import { anthropicEvents, anthropicJson, anthropicMessage } from './anthropic.answer';
import { AnthropicPromptCache } from './anthropic.prompt-cache';
import { refusalOfAnthropicRequest } from './anthropic.refusals';
import { openAiEvents, openAiResponse } from './openai.answer';
import { OpenAiPromptCache } from './openai.prompt-cache';
import { refusalOfOpenAiRequest } from './openai.refusals';
import type { RequestBody, ScriptedRefusal, ScriptedTurn } from './scenario';

type Loose = Readonly<Record<string, unknown>>;

/** How one vendor's API speaks. */
export interface Vendor {
  /** What the real API answers with 400, or null. */
  refusalOf(body: RequestBody): string | null;
  /** The message of an answer, with its usage. */
  messageOf(body: RequestBody, answer: ScriptedTurn | ScriptedRefusal): Loose;
  /** A message without a stream, and as the events of one. */
  jsonOf(message: Loose): Loose;
  eventsOf(message: Loose): string[];
  /** The body of an error. */
  errorOf(status: number, message: string, code?: string): Loose;
  /** The event of an error within a stream. */
  streamErrorOf(code?: string): Loose;
}

const ANTHROPIC_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** Anthropic's Messages API. */
export class AnthropicVendor implements Vendor {
  private readonly cache = new AnthropicPromptCache();
  readonly refusalOf = refusalOfAnthropicRequest;
  readonly jsonOf = anthropicJson;
  readonly eventsOf = anthropicEvents;

  messageOf(body: RequestBody, answer: ScriptedTurn | ScriptedRefusal): Loose {
    return anthropicMessage(body, answer, this.cache.count(body));
  }

  errorOf(status: number, message: string, code?: string): Loose {
    const details = code === undefined ? {} : { details: { error_code: code } };
    return { type: 'error', error: { type: ANTHROPIC_TYPES[status] ?? 'api_error', message, ...details } };
  }

  streamErrorOf(code = 'overloaded_error'): Loose {
    return { type: 'error', error: { type: code, message: 'scripted' } };
  }
}

/** OpenAI's Responses API. */
export class OpenAiVendor implements Vendor {
  private readonly cache = new OpenAiPromptCache();
  readonly refusalOf = refusalOfOpenAiRequest;
  readonly jsonOf = (message: Loose): Loose => message;
  readonly eventsOf = openAiEvents;

  messageOf(body: RequestBody, answer: ScriptedTurn | ScriptedRefusal): Loose {
    return openAiResponse(body, answer, this.cache.count(body));
  }

  errorOf(status: number, message: string, code?: string): Loose {
    const type = status >= 500 ? 'server_error' : 'invalid_request_error';
    return { error: { message, type, param: null, code: code ?? null } };
  }

  streamErrorOf(code = 'server_error'): Loose {
    return { type: 'error', code, message: 'scripted', param: null };
  }
}
