import { Logger } from '@nestjs/common';
import { expect, it, vi } from 'vitest';
import type { ModelReply, ModelRequest } from '../model-client.port';
import { priceOf } from '../prices/price-of';
import { RetryingModelClient } from './retrying.model-client';

const usage = { inputTokens: 7, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 3 };

/** Answers at once as the model that it is asked for. */
class EchoClient extends RetryingModelClient {
  protected override readonly vendor = 'Echo';

  protected override ask({ model }: ModelRequest): Promise<ModelReply> {
    const usd = priceOf(model, usage);
    return Promise.resolve({ blocks: [], stopReason: 'end_turn', usage, usd, model, raw: null });
  }

  protected override lookUp(model: string): Promise<string> {
    return Promise.resolve(model);
  }
}

it('says once for each model and process that it has no known price, and counts its tokens', async () => {
  const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
  const ask = (model: string) =>
    new EchoClient({ apiKey: 'k' }).send({ model, system: '', turns: [], maxTokens: 1 });
  for (const model of ['claude-next-9', 'gpt-next-9', 'claude-next-9', 'claude-sonnet-5-5', 'gpt-next-9'])
    expect((await ask(model)).usage).toEqual(usage);
  expect((await ask('claude-next-9')).usd).toBeNull();
  expect(warn.mock.calls.map(([text]) => String(text).split(' ')[0])).toEqual([
    'claude-next-9',
    'gpt-next-9',
  ]);
});
