import { startScriptedModels, type ScriptedModels, type ScriptedStep } from '@anton/simulation';
import { modelClientContract } from '@anton/testing/model-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConversationTurn, ModelRequest } from '../../model-client.port';
import { OpenAiModelClient, type OpenAiClientOptions } from './openai.model-client';

modelClientContract('OpenAiModelClient', {
  model: 'gpt-6.1-sol',
  fallbackModel: 'gpt-5.6-sol',
  create: (models, options) => new OpenAiModelClient({ ...options, baseUrl: models.openaiUrl }),
  conversationOf: (body) => body['input'] as unknown[],
});

let models: ScriptedModels | undefined;
afterEach(() => models?.close());

async function gpt(
  reviewer: readonly ScriptedStep[],
  options: Partial<OpenAiClientOptions> = {},
): Promise<OpenAiModelClient> {
  models = await startScriptedModels({ reviewer });
  const retry = { attempts: 3, initialDelayMs: 5, maxDelayMs: 10 };
  return new OpenAiModelClient({ apiKey: 'key', baseUrl: models.openaiUrl, retry, ...options });
}

const user = (text: string): ConversationTurn => ({ role: 'user', blocks: [{ type: 'text', text }] });
const ask = (fields: Partial<ModelRequest> = {}): ModelRequest => ({
  model: 'gpt-6.1-sol',
  system: 'You review.',
  turns: [user('the diff')],
  maxTokens: 1_000,
  effort: 'high',
  ...fields,
});

describe('OpenAiModelClient', () => {
  it('stores nothing at the vendor and takes the reasoning with it', async () => {
    const client = await gpt([{ thinking: 'hm', text: 'no answer' }, { text: 'ok' }]);
    const turns = [user('the diff')];
    const { blocks, raw } = await client.send(ask({ turns }));
    await client.send(ask({ turns: [...turns, { role: 'assistant', blocks, raw }, user('again')] }));
    expect(models?.exchanges.map(({ answered }) => answered)).toEqual(['ok', 'ok']);
    expect(models?.exchanges[1]?.body).toMatchObject({ store: false, reasoning: { effort: 'high' } });
    expect(JSON.stringify(models?.exchanges[1]?.body)).toContain('"encrypted_content":"sealed-');
  });

  it('demands strictness', async () => {
    const schema = { type: 'object', properties: {}, required: [], additionalProperties: false };
    const client = await gpt([{ json: {} }]);
    await client.send(ask({ answer: { name: 'review', schema } }));
    const format = { type: 'json_schema', name: 'review', schema, strict: true };
    expect(models?.exchanges[0]?.body['text']).toEqual({ format });
  });

  it('passes arguments on that are no JSON, as text', async () => {
    const client = await gpt([{ tools: [{ name: 'bash', rawInput: '{"command": ls]' }] }]);
    const { blocks, stopReason } = await client.send(ask());
    expect(stopReason).toBe('tool_use');
    expect(blocks).toMatchObject([{ type: 'tool_use', name: 'bash', input: '{"command": ls]' }]);
  });

  it('marks the result of a tool that failed', async () => {
    const client = await gpt([{ tools: [{ name: 'bash', input: {} }] }, { text: 'ok' }]);
    const { blocks, raw } = await client.send(ask());
    const [call] = blocks;
    const toolUseId = call?.type === 'tool_use' ? call.id : '';
    const result: ConversationTurn = {
      role: 'user',
      blocks: [{ type: 'tool_result', toolUseId, content: 'no such file', isError: true }],
    };
    await client.send(ask({ turns: [user('the diff'), { role: 'assistant', blocks, raw }, result] }));
    expect(models?.exchanges[1]?.body['input']).toContainEqual({
      type: 'function_call_output',
      call_id: toolUseId,
      output: 'Error: no such file',
    });
  });

  it('shares a cache by its key, and counts what was read from it', async () => {
    const client = await gpt([{ text: 'x' }], { promptCacheKey: 'anton' });
    const long = 'a line of the diff\n'.repeat(600);
    const first = await client.send(ask({ turns: [user(`${long}one`)] }));
    const second = await client.send(ask({ turns: [user(`${long}two`)] }));
    expect(first.usage.cacheReadTokens).toBe(0);
    expect(second.usage.cacheReadTokens).toBeGreaterThan(2_000);
    expect(second.usage.inputTokens).toBeLessThan(1_000);
    expect(second.usd).toBeLessThan(first.usd ?? 0);
    expect(models?.exchanges[0]?.body['prompt_cache_key']).toBe('anton');
  });

  it('reads nothing of the environment', async () => {
    vi.stubEnv('OPENAI_ORG_ID', 'somebody else');
    vi.stubEnv('OPENAI_PROJECT_ID', 'something else');
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:1');
    const client = await gpt([{ text: 'x' }]);
    await client.send(ask()).finally(() => vi.unstubAllEnvs());
    const { headers } = models?.exchanges[0] ?? {};
    expect(headers).toMatchObject({ authorization: 'Bearer key' });
    expect(headers).not.toHaveProperty('openai-organization');
    expect(headers).not.toHaveProperty('openai-project');
  });
});
