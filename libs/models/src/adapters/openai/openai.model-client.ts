import type OpenAI from 'openai';
import type { ModelReply, ModelRequest } from '../../model-client.port';
import { observedFetch } from '../../retry/observed-fetch';
import type { ModelClientOptions } from '../model-client.options';
import { RetryingModelClient, type TryOfCall } from '../retrying.model-client';
import { FailedResponseError } from './failed-response.error';
import { openAiReply } from './openai.reply';
import { openAiRequest } from './openai.request';

/** A reasoning model may be silent for minutes before its first word; Codex waits as long (`agent-loop` 1.3). */
const IDLE_MS = 300_000;

/** How to reach OpenAI. */
export interface OpenAiClientOptions extends ModelClientOptions {
  /** Calls with one key share a prompt cache. */
  readonly promptCacheKey?: string;
}

/** GPT, over the Responses API as a stream. The SDK is loaded at the first call; its own retries are off. */
export class OpenAiModelClient extends RetryingModelClient {
  protected override readonly vendor = 'OpenAI';

  constructor(private readonly options: OpenAiClientOptions) {
    super(options, { idleMs: IDLE_MS });
  }

  protected override async ask(request: ModelRequest, { signal, alive }: TryOfCall): Promise<ModelReply> {
    const body = openAiRequest(request, this.options.promptCacheKey);
    const events = await (await this.client(alive)).responses.create({ ...body, stream: true }, { signal });
    for await (const event of events) {
      if (event.type === 'response.completed' || event.type === 'response.incomplete') {
        return openAiReply(event.response);
      }
      if (event.type === 'response.failed') throw new FailedResponseError(event.response.error);
      if (event.type === 'error') throw new FailedResponseError(event);
    }
    throw new Error('the stream ended before the response did');
  }

  protected override async lookUp(model: string, { signal, alive }: TryOfCall): Promise<string> {
    const { id } = await (await this.client(alive)).models.retrieve(model, { signal });
    return id;
  }

  /** Nulls and `off` keep the SDK from reading its own variables of the environment. */
  private async client(alive: () => void): Promise<OpenAI> {
    const sdk = await import('openai');
    return new sdk.OpenAI({
      apiKey: this.options.apiKey,
      adminAPIKey: null,
      organization: null,
      project: null,
      baseURL: this.options.baseUrl ?? null,
      maxRetries: 0,
      logLevel: 'off',
      fetch: observedFetch(alive),
    });
  }
}
