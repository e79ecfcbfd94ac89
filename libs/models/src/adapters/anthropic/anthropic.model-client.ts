import type Anthropic from '@anthropic-ai/sdk';
import { ModelClient, type ModelReply, type ModelRequest } from '../../model-client.port';
import { callWithRetry } from '../../retry/call-with-retry';
import { faultOf } from '../../retry/model-fault';
import { DEFAULT_RETRY, type RetryOptions } from '../../retry/retry-options';
import { Watchdog } from '../../retry/watchdog';
import type { ModelClientOptions } from '../model-client.options';
import { anthropicReply } from './anthropic.reply';
import { anthropicRequest } from './anthropic.request';

const VENDOR = 'Anthropic';
const OVERLOADED = 529;
const OVERLOADED_BEFORE_FALLBACK = 4;

/** Claude, over the Messages API as a stream. The SDK is loaded at the first call; its own retries are off. */
export class AnthropicModelClient extends ModelClient {
  private readonly retry: RetryOptions;
  private loaded: Promise<Anthropic> | undefined;

  constructor(private readonly options: ModelClientOptions) {
    super();
    this.retry = { ...DEFAULT_RETRY, ...options.retry };
  }

  async send(request: ModelRequest): Promise<ModelReply> {
    let overloaded = 0;
    return callWithRetry(VENDOR, this.retry, request.signal, async (_attempt, signal) => {
      const fallback = overloaded >= OVERLOADED_BEFORE_FALLBACK ? this.options.fallbackModel : undefined;
      try {
        return await this.stream(fallback === undefined ? request : { ...request, model: fallback }, signal);
      } catch (error) {
        overloaded = faultOf(error).status === OVERLOADED ? overloaded + 1 : 0;
        throw error;
      }
    });
  }

  describe(model: string, signal?: AbortSignal): Promise<{ readonly id: string }> {
    return callWithRetry(VENDOR, { ...this.retry, attempts: 2 }, signal, async (_attempt, bounds) => {
      const { id } = await (await this.client()).models.retrieve(model, {}, { signal: bounds });
      return { id };
    });
  }

  private async stream(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    const client = await this.client();
    const watchdog = new Watchdog(signal, this.retry.idleMs, this.retry.attemptMs);
    try {
      const stream = client.messages.stream(anthropicRequest(request), { signal: watchdog.signal });
      stream.on('streamEvent', () => watchdog.alive());
      const message = await stream.finalMessage();
      if (message.stop_reason === null) throw new Error('the stream ended before the message did');
      return anthropicReply(message);
    } finally {
      watchdog.end();
    }
  }

  private client(): Promise<Anthropic> {
    this.loaded ??= import('@anthropic-ai/sdk').then(
      (sdk) =>
        new sdk.default({
          apiKey: this.options.apiKey,
          baseURL: this.options.baseUrl ?? null,
          maxRetries: 0,
        }),
    );
    return this.loaded;
  }
}
