import type OpenAI from 'openai';
import { ModelClient, type ModelReply, type ModelRequest } from '../../model-client.port';
import { callWithRetry } from '../../retry/call-with-retry';
import { DEFAULT_RETRY, type RetryOptions } from '../../retry/retry-options';
import type { ModelClientOptions } from '../model-client.options';
import { openAiReply } from './openai.reply';
import { openAiRequest } from './openai.request';

const VENDOR = 'OpenAI';

/** GPT, over the Responses API. The SDK is loaded at the first call; its own retries are off. */
export class OpenAiModelClient extends ModelClient {
  private readonly retry: RetryOptions;
  private loaded: Promise<OpenAI> | undefined;

  constructor(private readonly options: ModelClientOptions) {
    super();
    this.retry = { ...DEFAULT_RETRY, ...options.retry };
  }

  async send(request: ModelRequest): Promise<ModelReply> {
    const body = openAiRequest(request);
    return callWithRetry(VENDOR, this.retry, request.signal, async (_attempt, signal) => {
      const client = await this.client();
      const bounds = AbortSignal.any([signal, AbortSignal.timeout(this.retry.attemptMs)]);
      const answer = await client.responses.create(body, { signal: bounds });
      if (!Array.isArray(answer.output)) throw new Error('the answer is no response');
      if (answer.status === 'failed') throw new Error(answer.error?.message ?? 'the response failed');
      return openAiReply(answer);
    });
  }

  describe(model: string, signal?: AbortSignal): Promise<{ readonly id: string }> {
    return callWithRetry(VENDOR, { ...this.retry, attempts: 2 }, signal, async (_attempt, bounds) => {
      const { id } = await (await this.client()).models.retrieve(model, { signal: bounds });
      return { id };
    });
  }

  private client(): Promise<OpenAI> {
    this.loaded ??= import('openai').then(
      (sdk) =>
        new sdk.default({
          apiKey: this.options.apiKey,
          baseURL: this.options.baseUrl ?? null,
          maxRetries: 0,
          timeout: this.retry.attemptMs,
        }),
    );
    return this.loaded;
  }
}
