import { expect, it } from 'vitest';
import { ANSWER_SCHEMA, continued, textOf, userTurn, type ModelClientWorld } from './model-client-world';

const TOOLS = ['write', 'bash'].map((name) => ({
  name,
  description: `${name} something`,
  inputSchema: { type: 'object', properties: { command: { type: 'string' } } },
}));

/** What a client makes of an answer. */
export function answeringContract(world: ModelClientWorld): void {
  it('answers with blocks, usage and a price', async () => {
    const client = await world.open([{ text: 'Grüße \u{1F600} '.repeat(30) }]);
    const reply = await client.send(world.ask());
    expect(textOf(reply)).toBe('Grüße \u{1F600} '.repeat(30));
    expect(reply).toMatchObject({ stopReason: 'end_turn', model: world.subject.model });
    expect(reply.usage.inputTokens).toBeGreaterThan(0);
    expect(reply.usage.outputTokens).toBeGreaterThan(0);
    expect(reply.usd).toBeGreaterThan(0);
  });

  it('knows no price for an unknown model', async () => {
    const client = await world.open([{ text: 'x' }]);
    expect((await client.send(world.ask({ model: 'unheard-of' }))).usd).toBeNull();
  });

  it('demands a structured answer', async () => {
    const client = await world.open([{ json: { ok: true } }]);
    const reply = await client.send(world.ask({ answer: { name: 'verdict', schema: ANSWER_SCHEMA } }));
    expect(JSON.parse(textOf(reply))).toEqual({ ok: true });
    expect(JSON.stringify(world.exchanges[0]?.body)).toContain(JSON.stringify(ANSWER_SCHEMA));
  });

  it('gives a refusal as a value', async () => {
    const client = await world.open([{ refusal: 'no' }]);
    expect((await client.send(world.ask())).stopReason).toBe('refusal');
  });

  it('gives an answer that was cut as a value', async () => {
    const client = await world.open([{ text: 'half', stopReason: 'max_tokens' }]);
    const reply = await client.send(world.ask());
    expect([reply.stopReason, textOf(reply)]).toEqual(['max_tokens', 'half']);
  });

  it('gives a tool call that was cut as cut', async () => {
    const client = await world.open([
      { tools: [{ name: 'bash', rawInput: '{"command":"rm -rf /tmp/a' }], stopReason: 'max_tokens' },
    ]);
    expect((await client.send(world.ask({ tools: TOOLS }))).stopReason).toBe('max_tokens');
  });

  it('carries parallel tool calls and their results, and returns the vendor’s own content unchanged', async () => {
    const calls = [
      { name: 'bash', input: { command: 'ls "a b" \\ \u{1F600}' } },
      { name: 'write', input: { command: 'x'.repeat(200) } },
    ];
    const client = await world.open([
      { thinking: 'hm, '.repeat(40), text: 'I look', tools: calls },
      { text: 'end' },
    ]);
    const turns = [userTurn('the task')];
    const first = await client.send(world.ask({ turns, tools: TOOLS }));
    expect(first.stopReason).toBe('tool_use');
    expect(first.blocks.filter((block) => block.type === 'tool_use')).toMatchObject(calls);
    const second = await client.send(world.ask({ turns: continued(turns, first, 'done'), tools: TOOLS }));
    expect(textOf(second)).toBe('end');
    const sent = JSON.stringify(world.subject.conversationOf(world.exchanges[1]?.body ?? {}));
    expect(sent).toContain(JSON.stringify(first.raw).slice(1, -1));
  });

  it('sends the same bytes for the same request, whatever the order of the tools', async () => {
    const client = await world.open([{ text: 'x' }]);
    await client.send(world.ask({ tools: TOOLS }));
    await client.send(world.ask({ tools: TOOLS.toReversed() }));
    const [first, second] = world.exchanges.map(({ body }) => JSON.stringify(body));
    expect(second).toBe(first);
    expect(first).not.toMatch(/"(?:temperature|top_p|top_k|budget_tokens)"/);
  });

  it('describes a model', async () => {
    const client = await world.open([]);
    expect(await client.describe(world.subject.model)).toEqual({ id: world.subject.model });
  });

  it('says that a model does not exist', async () => {
    const client = await world.open([]);
    await expect(client.describe('no-such-model')).rejects.toMatchObject({
      code: 'model_request',
      status: 404,
    });
  });

  it('does not wait long for the description of a model', async () => {
    const client = await world.open([], { retry: { attemptMs: 100 } });
    await expect(client.describe('silent-model')).rejects.toMatchObject({ code: 'model_unavailable' });
  });
}
