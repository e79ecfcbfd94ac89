import type Anthropic from '@anthropic-ai/sdk';
import type { ModelReply, ModelRequest } from '../../model-client.port';
import { observedFetch } from '../../retry/observed-fetch';
import type { ModelClientOptions } from '../model-client.options';
import { RetryingModelClient, type TryOfCall } from '../retrying.model-client';
import { anthropicReply } from './anthropic.reply';
import { anthropicRequest } from './anthropic.request';

/** Claude, over the Messages API as a stream. The SDK is loaded at the first call; its own retries are off. */
export class AnthropicModelClient extends RetryingModelClient {
  protected override readonly vendor = 'Anthropic';

  constructor(private readonly options: ModelClientOptions) {
    super(options);
  }

  protected override async ask(request: ModelRequest, { signal, alive }: TryOfCall): Promise<ModelReply> {
    const client = await this.client(alive);
    const message = await client.messages.stream(anthropicRequest(request), { signal }).finalMessage();
    if (message.stop_reason === null) throw new Error('the stream ended before the message did');
    return anthropicReply(message);
  }

  protected override async lookUp(model: string, { signal, alive }: TryOfCall): Promise<string> {
    const { id } = await (await this.client(alive)).models.retrieve(model, {}, { signal });
    return id;
  }

  /** A null, a key and `off` keep the SDK from reading its own variables of the environment. */
  private async client(alive: () => void): Promise<Anthropic> {
    const sdk = await import('@anthropic-ai/sdk');
    return new sdk.Anthropic({
      apiKey: this.options.apiKey,
      baseURL: this.options.baseUrl ?? null,
      maxRetries: 0,
      logLevel: 'off',
      fetch: observedFetch(alive),
    });
  }
}
