import { afterEach, describe, expect, it } from 'vitest';
import type { Scenario } from './scenario';
import { startScriptedModels, type ScriptedModels } from './scripted-models';

type Body = Readonly<Record<string, unknown>>;

let models: ScriptedModels | undefined;
afterEach(() => models?.close());

const ANTHROPIC = { 'x-api-key': 'key', 'anthropic-version': '2026-10-21' };

async function post(path: string, body: Body, headers: Record<string, string>): Promise<Response> {
  const origin = models?.anthropicUrl ?? '';
  return fetch(`${origin}${path}`, { method: 'POST', body: JSON.stringify(body), headers });
}

async function start(scenario: Scenario): Promise<void> {
  models = await startScriptedModels(scenario);
}

function messages(body: Body): Promise<Response> {
  return post('/v1/messages', { model: 'claude-sonnet-5-5', max_tokens: 10, ...body }, ANTHROPIC);
}

function responses(body: Body): Promise<Response> {
  const whole = { model: 'gpt-6.1-sol', input: [], store: false, ...body };
  return post('/v1/responses', whole, { authorization: 'Bearer key' });
}

const user = (...content: Body[]): Body => ({ role: 'user', content });
const assistant = (...content: Body[]): Body => ({ role: 'assistant', content });
const text = (value: string, extra: Body = {}): Body => ({ type: 'text', text: value, ...extra });
const call = (id: string): Body => ({ type: 'tool_use', id, name: 'bash', input: {} });
const result = (id: string): Body => ({ type: 'tool_result', tool_use_id: id, content: 'out' });
const strict = (properties: Body): Body => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const MARKED = text('x', { cache_control: { type: 'ephemeral' } });

describe('scripted Claude', () => {
  const format = (schema: Body): Body => ({
    messages: [user(text('x'))],
    output_config: { format: { type: 'json_schema', schema } },
  });

  it.each<[string, Body, string]>([
    ['no message', { messages: [] }, 'first message'],
    ['a sampling parameter', { messages: [user(text('x'))], temperature: 0 }, 'temperature'],
    ['a thinking budget', { messages: [user(text('x'))], thinking: { type: 'enabled' } }, 'thinking'],
    ['five markers', { messages: [user(MARKED, MARKED, MARKED, MARKED, MARKED)] }, 'Found 5'],
    ['an empty text', { messages: [user(text(''))] }, 'non-empty'],
    ['an empty message', { messages: [user()] }, 'non-empty'],
    [
      'a call without a result',
      { messages: [user(text('x')), assistant(call('a')), user(text('y'))] },
      'one tool_result',
    ],
    ['a call at the end', { messages: [user(text('x')), assistant(call('a'))] }, 'one tool_result'],
    [
      'two results for a call',
      { messages: [user(text('x')), assistant(call('a')), user(result('a'), result('a'))] },
      'one tool_result',
    ],
    [
      'a result without a call',
      { messages: [user(text('x')), assistant(text('y')), user(result('a'))] },
      'unexpected',
    ],
    ['a result in the first message', { messages: [user(result('a'))] }, 'unexpected'],
    [
      'a result behind a text',
      { messages: [user(text('x')), assistant(call('a')), user(text('y'), result('a'))] },
      'must come first',
    ],
    [
      'changed thinking',
      { messages: [user(text('x')), assistant({ type: 'thinking', thinking: 'b', signature: 'signed-a' })] },
      'signature',
    ],
    [
      'a tool that takes no object',
      { messages: [user(text('x'))], tools: [{ input_schema: {} }] },
      "'object'",
    ],
    [
      'a bound of a number',
      format(strict({ a: { type: 'integer', minimum: 1 } })),
      "'minimum' is not supported",
    ],
    ['an open object', format({ type: 'object', properties: {} }), 'additionalProperties'],
    [
      'a bound deep inside',
      format(strict({ a: { type: 'array', items: { type: 'string', maxLength: 3 } } })),
      'maxLength',
    ],
  ])('refuses %s as the vendor does', async (_name, body, message) => {
    await start({});
    const response = await messages(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error', message: expect.stringContaining(message) as string },
    });
    expect(models?.exchanges).toMatchObject([{ answered: '400', reply: null }]);
  });

  it('answers without a stream too, and remembers what it said', async () => {
    await start({ coder: [{ tools: [{ name: 'bash', input: { command: 'ls' } }] }] });
    const tools = [{ name: 'bash', input_schema: { type: 'object' } }];
    const reply: unknown = await (await messages({ messages: [user(text('x'))], tools })).json();
    expect(reply).toMatchObject({
      content: [{ type: 'tool_use', input: { command: 'ls' } }],
      stop_reason: 'tool_use',
    });
    expect(models?.exchanges).toMatchObject([{ role: 'coder', answered: 'ok', reply }]);
  });

  it('meets the same step again when a request is repeated', async () => {
    await start({ router: [{ text: 'one' }, { text: 'two' }] });
    const first = { messages: [user(text('x'))] };
    const second = { messages: [...first.messages, assistant(text('one')), user(text('y'))] };
    for (const [body, said] of [
      [first, 'one'],
      [first, 'one'],
      [second, 'two'],
      [first, 'one'],
    ] as const) {
      expect(await (await messages(body)).json()).toMatchObject({ content: [{ text: said }] });
    }
  });

  it('caches what lies before a marker, above the least size, for one model', async () => {
    await start({ router: [{ text: 'x' }] });
    const usage = async (body: Body): Promise<unknown> => {
      const { usage: counted } = (await (await messages(body)).json()) as { usage: unknown };
      return counted;
    };
    const long = { messages: [user({ ...MARKED, text: 'long '.repeat(2_000) }, text('end'))] };
    const none = { cache_read_input_tokens: 0, cache_creation_input_tokens: 0 };
    expect(await usage({ messages: [user(MARKED)] })).toMatchObject(none);
    expect(await usage(long)).toMatchObject({
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 2_508,
    });
    expect(await usage(long)).toMatchObject({
      cache_read_input_tokens: 2_508,
      cache_creation_input_tokens: 0,
    });
    expect(await usage({ ...long, model: 'claude-opus-5-5' })).toMatchObject({ cache_read_input_tokens: 0 });
  });
});

describe('scripted GPT', () => {
  const format = (schema: Body, extra: Body = {}): Body => ({
    text: { format: { type: 'json_schema', name: 'review', schema, strict: true, ...extra } },
  });
  const open = { ...strict({ a: { type: 'string' } }), required: [] };

  it.each<[string, Body, string]>([
    ['storing', { store: true }, 'store'],
    ['a sampling parameter', { temperature: 1 }, 'temperature'],
    ['a lax schema', format(strict({}), { strict: false }), 'strict'],
    ['an optional property', format(open), "Missing 'a'"],
    ['a composition', format(strict({ a: { allOf: [] } })), "'allOf' is not supported"],
    ['a call without an output', { input: [{ type: 'function_call', call_id: 'a' }] }, 'No tool output'],
    ['an output without a call', { input: [{ type: 'function_call_output', call_id: 'a' }] }, 'No tool call'],
    ['reasoning that it should have kept', { input: [{ type: 'reasoning', id: 'rs_1' }] }, 'not persisted'],
  ])('refuses %s as the vendor does', async (_name, body, message) => {
    await start({});
    const response = await responses(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.stringContaining(message) as string },
    });
  });

  it('counts different requests as rounds, and a repeated one as the same', async () => {
    await start({ reviewer: [{ text: 'one' }, { text: 'two' }] });
    const said = async (input: string, model = 'gpt-6.1-sol'): Promise<unknown> => {
      const { output } = (await (await responses({ input: [{ text: input }], model })).json()) as {
        output: { content: { text: string }[] }[];
      };
      return output[0]?.content[0]?.text;
    };
    expect([await said('a'), await said('a', 'gpt-5.6-sol'), await said('b'), await said('a')]).toEqual([
      'one',
      'one',
      'two',
      'one',
    ]);
  });

  it('takes the round from the request when it is told how', async () => {
    await start({ reviewer: [{ text: 'one' }, { text: 'two' }], reviewRoundOf: () => 1 });
    expect(await (await responses({})).text()).toContain('two');
  });
});

describe('scripted models', () => {
  it.each([
    ['a request without a key', '/v1/messages', { 'anthropic-version': 'x' }, 401],
    ['a path that no vendor has', '/v2/messages', ANTHROPIC, 404],
    ['a body that is no JSON', '/v1/messages', ANTHROPIC, 400],
  ])('refuse %s', async (_name, path, headers, status) => {
    await start({});
    const response = await fetch(`${models?.anthropicUrl ?? ''}${path}`, {
      method: 'POST',
      body: '{',
      headers,
    });
    expect(response.status).toBe(status);
  });

  it('close while a request hangs', async () => {
    await start({ router: [{ fault: 'hang' }] });
    const hanging = messages({ messages: [user(text('x'))] });
    await expect.poll(() => models?.exchanges.length).toBe(1);
    await models?.close();
    await expect(hanging).rejects.toThrow('fetch failed');
  });
});
