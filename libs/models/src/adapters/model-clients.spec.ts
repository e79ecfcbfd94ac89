import { afterEach, describe, expect, it } from 'vitest';
import { startScriptedModels, type Scenario, type ScriptedModels } from '@anton/simulation';
import type { ConversationTurn, ModelReply, ModelRequest } from '../model-client.port';
import type { RetryOptions } from '../retry/retry-options';
import { AnthropicModelClient } from './anthropic/anthropic.model-client';
import type { ModelClientOptions } from './model-client.options';
import { OpenAiModelClient } from './openai/openai.model-client';

const FAST: Partial<RetryOptions> = {
  attempts: 5,
  initialDelayMs: 5,
  maxDelayMs: 20,
  idleMs: 300,
  attemptMs: 2_000,
  totalMs: 8_000,
};
let models: ScriptedModels | undefined;
afterEach(() => models?.close());

async function claude(
  scenario: Scenario,
  options: Partial<ModelClientOptions> = {},
): Promise<AnthropicModelClient> {
  models = await startScriptedModels(scenario);
  return new AnthropicModelClient({ apiKey: 'key', baseUrl: models.anthropicUrl, retry: FAST, ...options });
}

async function gpt(scenario: Scenario): Promise<OpenAiModelClient> {
  models = await startScriptedModels(scenario);
  return new OpenAiModelClient({ apiKey: 'key', baseUrl: models.openaiUrl, retry: FAST });
}

const tools = [{ name: 'bash', description: 'runs', inputSchema: { type: 'object', properties: {} } }];
const turn = (text: string): ConversationTurn => ({ role: 'user', blocks: [{ type: 'text', text }] });
const ask = (extra: Partial<ModelRequest> = {}): ModelRequest => ({
  model: 'claude-sonnet-5-5',
  system: 'You are careful.',
  turns: [turn('hello')],
  maxTokens: 1_000,
  ...extra,
});
const textOf = (reply: ModelReply): string =>
  reply.blocks.map((block) => (block.type === 'text' ? block.text : '')).join('');
const SCHEMA = {
  type: 'object',
  properties: { ok: { type: 'boolean' } },
  required: ['ok'],
  additionalProperties: false,
};

describe('AnthropicModelClient', () => {
  it('answers with blocks, usage and a price', async () => {
    const client = await claude({ router: [{ text: 'hi' }] });
    const reply = await client.send(ask());
    expect(textOf(reply)).toBe('hi');
    expect(reply.stopReason).toBe('end_turn');
    expect(reply.usd).toBeGreaterThan(0);
  });

  it("demands a structured answer by the vendor's strict mode", async () => {
    const client = await claude({ router: [{ json: { ok: true } }] });
    const reply = await client.send(ask({ answer: { name: 'verdict', schema: SCHEMA } }));
    expect(JSON.parse(textOf(reply))).toEqual({ ok: true });
    expect(models?.exchanges[0]?.body['output_config']).toEqual({
      format: { type: 'json_schema', schema: SCHEMA },
    });
  });

  it('sends thinking and effort to models that take it, and no sampling parameter', async () => {
    const client = await claude({ coder: [{ text: 'x' }] });
    await client.send(ask({ tools, effort: 'high' }));
    await client.send(ask({ tools, effort: 'high', model: 'claude-haiku-4-5' }));
    expect(models?.exchanges[0]?.body).toMatchObject({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
    });
    expect(models?.exchanges[1]?.body).not.toHaveProperty('thinking');
  });

  it('returns thinking unchanged and keeps every prefix byte-identical over many turns', async () => {
    const client = await claude({
      coder: Array.from({ length: 12 }, (_, index) => ({
        thinking: `step ${index}`,
        tools: [{ name: 'bash', input: { command: `ls ${index}` } }],
      })),
    });
    const turns: ConversationTurn[] = [turn('the task')];
    for (let index = 0; index < 12; index += 1) {
      const reply = await client.send(ask({ tools, turns, effort: 'high' }));
      const call = reply.blocks.find((block) => block.type === 'tool_use');
      turns.push(
        { role: 'assistant', blocks: reply.blocks, raw: reply.raw },
        {
          role: 'user',
          blocks: [
            { type: 'tool_result', toolUseId: call?.id ?? '', content: `out ${index}`, isError: false },
          ],
        },
      );
    }
    const bare = models?.exchanges.map(({ body }) =>
      (body['messages'] as { content: Record<string, unknown>[] }[]).flatMap((message) =>
        message.content.map(({ cache_control: _marker, ...block }) => JSON.stringify(block)),
      ),
    );
    for (const [index, blocks] of (bare ?? []).entries()) {
      const before = bare?.[index - 1] ?? [];
      expect(blocks.slice(0, before.length)).toEqual(before);
    }
    const last = models?.exchanges.at(-1)?.body;
    expect(JSON.stringify(last)).toContain('"signature":"signed-');
    expect(JSON.stringify(last).split('cache_control').length - 1).toBe(4);
  });

  it('reads most of the prompt from the cache from the second turn on', async () => {
    const client = await claude({ coder: [{ tools: [{ name: 'bash', input: {} }] }, { text: 'end' }] });
    const first = await client.send(ask({ tools, turns: [turn('x'.repeat(4_000))] }));
    const call = first.blocks.find((block) => block.type === 'tool_use');
    const second = await client.send(
      ask({
        tools,
        turns: [
          turn('x'.repeat(4_000)),
          { role: 'assistant', blocks: first.blocks, raw: first.raw },
          {
            role: 'user',
            blocks: [{ type: 'tool_result', toolUseId: call?.id ?? '', content: 'ok', isError: false }],
          },
        ],
      }),
    );
    expect(first.usage.cacheReadTokens).toBe(0);
    expect(second.usage.cacheReadTokens).toBeGreaterThan(900);
  });

  it.each([
    ['a refusal', { refusal: 'no' }, 'refusal'],
    ['a cut answer', { text: 'half', stopReason: 'max_tokens' }, 'max_tokens'],
    ['a paused turn', { text: '...', stopReason: 'pause_turn' }, 'pause_turn'],
    [
      'a full window',
      { text: '...', stopReason: 'model_context_window_exceeded' },
      'context_window_exceeded',
    ],
  ])('gives %s as a value', async (_name, step, stopReason) => {
    const client = await claude({ coder: [step] });
    expect((await client.send(ask({ tools }))).stopReason).toBe(stopReason);
  });

  it.each([
    ['overload', { fault: 'status', status: 529, times: 3 }],
    ['a rate limit with retry-after', { fault: 'status', status: 429, retryAfter: '0', times: 3 }],
    ['a server error', { fault: 'status', status: 500, times: 2 }],
    ['a cut stream', { fault: 'cut', times: 2 }],
    ['garbage', { fault: 'garbage', times: 2 }],
    ['a reset connection', { fault: 'reset', times: 2 }],
    ['silence', { fault: 'hang', times: 1 }],
  ] as const)('gets through %s', async (_name, fault) => {
    const client = await claude({ router: [{ ...fault, then: { text: 'at last' } }] });
    expect(textOf(await client.send(ask()))).toBe('at last');
    expect(models?.exchanges.length).toBe((fault.times ?? 0) + 1);
  });

  it('gives up after its bound', async () => {
    const client = await claude({ router: [{ fault: 'status', status: 529 }] });
    await expect(client.send(ask())).rejects.toMatchObject({ code: 'model_unavailable', category: 'outage' });
    expect(models?.exchanges.length).toBe(5);
  });

  it('does not wait longer than it may', async () => {
    const client = await claude({ router: [{ fault: 'status', status: 429, retryAfter: '301' }] });
    await expect(client.send(ask())).rejects.toMatchObject({
      code: 'model_unavailable',
      retryAfterMs: 301_000,
    });
    expect(models?.exchanges.length).toBe(1);
  });

  it.each([
    [400, 'model_request'],
    [401, 'model_auth'],
    [404, 'model_request'],
    [413, 'model_request'],
  ])('asks once when the vendor says %i', async (status, code) => {
    const client = await claude({ router: [{ fault: 'status', status }] });
    await expect(client.send(ask())).rejects.toMatchObject({ code, category: 'permanent' });
    expect(models?.exchanges.length).toBe(1);
  });

  it('asks once when the spend limit is reached', async () => {
    const client = await claude({
      router: [{ fault: 'status', status: 429, code: 'enforced_spend_limit_reached' }],
    });
    await expect(client.send(ask())).rejects.toMatchObject({ code: 'model_request' });
    expect(models?.exchanges.length).toBe(1);
  });

  it('turns to the fallback model after four overloaded answers', async () => {
    const client = await claude(
      {
        router: [
          (body) =>
            body['model'] === 'claude-sonnet-5' ? { text: 'fallback' } : { fault: 'status', status: 529 },
        ],
      },
      { fallbackModel: 'claude-sonnet-5' },
    );
    expect(textOf(await client.send(ask()))).toBe('fallback');
    expect(models?.exchanges.map(({ body }) => body['model'])).toEqual([
      ...Array<string>(4).fill('claude-sonnet-5-5'),
      'claude-sonnet-5',
    ]);
  });

  it('stops at once when it is told to', async () => {
    const client = await claude({ router: [{ fault: 'hang' }] });
    const controller = new AbortController();
    const sent = client.send(ask({ signal: controller.signal }));
    controller.abort(new Error('stop'));
    await expect(sent).rejects.toThrow('stop');
  });

  it('knows no price for an unknown model', async () => {
    const client = await claude({ router: [{ text: 'x' }] });
    expect((await client.send(ask({ model: 'claude-unheard-of' }))).usd).toBeNull();
  });

  it('describes a model', async () => {
    expect(await (await claude({})).describe('claude-sonnet-5-5')).toEqual({ id: 'claude-sonnet-5-5' });
  });
});

describe('OpenAiModelClient', () => {
  const review = (extra: Partial<ModelRequest> = {}): ModelRequest =>
    ask({ model: 'gpt-6.1-sol', answer: { name: 'review', schema: SCHEMA }, effort: 'high', ...extra });

  it('demands a strict answer and stores nothing', async () => {
    const client = await gpt({ reviewer: [{ json: { ok: true } }] });
    const reply = await client.send(review());
    expect(JSON.parse(textOf(reply))).toEqual({ ok: true });
    expect(reply.usd).toBeGreaterThan(0);
    expect(models?.exchanges[0]?.body).toMatchObject({ store: false, reasoning: { effort: 'high' } });
  });

  it('gives a refusal and a cut answer as values', async () => {
    const client = await gpt({ reviewer: [{ refusal: 'no' }, { text: '{"ok', stopReason: 'max_tokens' }] });
    expect((await client.send(review())).stopReason).toBe('refusal');
    expect((await client.send(review({ turns: [turn('again')] }))).stopReason).toBe('max_tokens');
  });

  it.each([
    ['overload', { fault: 'status', status: 503, times: 3 }],
    ['garbage', { fault: 'garbage', times: 2 }],
    ['a reset connection', { fault: 'reset', times: 2 }],
    ['silence', { fault: 'hang', times: 1 }],
  ] as const)('gets through %s', async (_name, fault) => {
    const client = await gpt({ reviewer: [{ ...fault, then: { json: { ok: true } } }] });
    expect(textOf(await client.send(review()))).toBe('{"ok":true}');
  });

  it('says that it takes no tools', async () => {
    const client = await gpt({});
    await expect(client.send(review({ tools }))).rejects.toMatchObject({ code: 'model_request' });
  });
});
