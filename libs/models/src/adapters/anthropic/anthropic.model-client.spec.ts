import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startScriptedModels, type ScriptedModels, type ScriptedStep } from '@anton/simulation';
import { modelClientContract } from '@anton/testing/model-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConversationTurn, ModelReply, ModelRequest } from '../../model-client.port';
import { AnthropicModelClient } from './anthropic.model-client';

type Block = Readonly<Record<string, unknown>>;
type Message = { readonly role: string; readonly content: readonly Block[] };

modelClientContract('AnthropicModelClient', {
  model: 'claude-sonnet-5-5',
  fallbackModel: 'claude-sonnet-5',
  create: (models, options) => new AnthropicModelClient({ ...options, baseUrl: models.anthropicUrl }),
  conversationOf: (body) => (body['messages'] as Message[]).flatMap(({ content }) => content),
});

const RETRY = { attempts: 3, initialDelayMs: 5, maxDelayMs: 10, idleMs: 300 };
const TOOLS = [{ name: 'bash', description: 'runs', inputSchema: { type: 'object', properties: {} } }];
let models: ScriptedModels | undefined;
let server: Server | undefined;
afterEach(async () => {
  await models?.close();
  server?.closeAllConnections();
  server?.close();
});

async function claude(steps: readonly ScriptedStep[]): Promise<AnthropicModelClient> {
  models = await startScriptedModels({ router: steps, coder: steps });
  return new AnthropicModelClient({ apiKey: 'key', baseUrl: models.anthropicUrl, retry: RETRY });
}

const user = (text: string): ConversationTurn => ({ role: 'user', blocks: [{ type: 'text', text }] });
const ask = (fields: Partial<ModelRequest> = {}): ModelRequest => ({
  model: 'claude-sonnet-5-5',
  system: 'You are careful.',
  turns: [user('hello')],
  tools: TOOLS,
  maxTokens: 1_000,
  effort: 'high',
  ...fields,
});
const messagesOf = (index: number): Message[] =>
  (models?.exchanges.at(index)?.body['messages'] ?? []) as Message[];

function resultsOf({ blocks }: ModelReply, output: string): ConversationTurn {
  return {
    role: 'user',
    blocks: blocks.flatMap((block) =>
      block.type === 'tool_use'
        ? [{ type: 'tool_result' as const, toolUseId: block.id, content: output, isError: false }]
        : [],
    ),
  };
}

/** A conversation of `count` calls; each answer thinks and calls two tools. */
async function converse(count: number): Promise<ModelReply[]> {
  const client = await claude(
    Array.from({ length: count }, (_, index) => ({
      thinking: `step ${index}`,
      tools: [
        { name: 'bash', input: { command: `ls ${index}` } },
        { name: 'bash', input: { command: 'pwd' } },
      ],
    })),
  );
  const turns = [user('the task '.repeat(600))];
  const replies: ModelReply[] = [];
  for (let index = 0; index < count; index += 1) {
    const reply = await client.send(ask({ turns }));
    replies.push(reply);
    turns.push({ role: 'assistant', blocks: reply.blocks, raw: reply.raw }, resultsOf(reply, `out ${index}`));
  }
  return replies;
}

/** The blocks of a request in the vendor's order, markers apart, each with whether it is marked. */
function chainOf(index: number): { readonly text: string; readonly marked: boolean }[] {
  const body = models?.exchanges.at(index)?.body ?? {};
  const blocks = [
    ...(body['tools'] as Block[]),
    ...(body['system'] as Block[]),
    ...messagesOf(index).flatMap(({ role, content }) => content.map((block) => ({ role, ...block }))),
  ];
  return blocks.map((block) => {
    const { cache_control: marker, ...rest } = block as Block;
    return { text: JSON.stringify(rest), marked: marker !== undefined };
  });
}

describe('the prompt cache of AnthropicModelClient', () => {
  it('marks the system, the first user message, and the previous and the newest user turn', async () => {
    await converse(4);
    const marked = messagesOf(3).map(({ content }) =>
      content.map((block) => block['cache_control'] !== undefined),
    );
    const assistant = [false, false, false];
    const [old, recent] = [
      [false, false],
      [false, true],
    ];
    expect(marked).toEqual([[true], assistant, old, assistant, recent, assistant, recent]);
    expect(models?.exchanges[3]?.body['system']).toMatchObject([{ cache_control: { type: 'ephemeral' } }]);
    expect(JSON.stringify(models?.exchanges[3]?.body).split('cache_control').length - 1).toBe(4);
  });

  it('keeps what all turns begin with for an hour when they come slowly, and the rest as usual', async () => {
    const client = await claude([{ text: 'one' }]);
    const answer: ConversationTurn = { role: 'assistant', blocks: [], raw: [{ type: 'text', text: 'x' }] };
    await client.send(ask({ turns: [user('task'), answer, user('more')], slowTurns: true }));
    const body = models?.exchanges[0]?.body;
    expect(body?.['system']).toMatchObject([{ cache_control: { type: 'ephemeral', ttl: '1h' } }]);
    const markers = messagesOf(0).map(({ content }) => content.map((block) => block['cache_control']));
    expect(markers).toEqual([[{ type: 'ephemeral', ttl: '1h' }], [undefined], [{ type: 'ephemeral' }]]);
  });

  it('repeats every request byte for byte up to its last marker', async () => {
    await converse(12);
    for (let index = 1; index < 12; index += 1) {
      const before = chainOf(index - 1);
      const upTo = before.findLastIndex(({ marked }) => marked) + 1;
      const texts = (chain: typeof before): string[] => chain.slice(0, upTo).map(({ text }) => text);
      expect(texts(chainOf(index))).toEqual(texts(before));
    }
  });

  it('reads what the request before has written', async () => {
    const usages = (await converse(12)).map(({ usage }) => usage);
    for (const [index, usage] of usages.entries()) {
      const before = usages[index - 1];
      expect(usage.cacheReadTokens).toBe(
        before === undefined ? 0 : before.cacheReadTokens + before.cacheWriteTokens,
      );
      expect(usage.inputTokens).toBe(0);
    }
  });
});

describe('AnthropicModelClient', () => {
  it('sends effort only to models that take it', async () => {
    const client = await claude([{ text: 'x' }]);
    await client.send(ask());
    await client.send(ask({ model: 'claude-haiku-4-5' }));
    expect(models?.exchanges[0]?.body).toMatchObject({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
    });
    expect(models?.exchanges[1]?.body).not.toHaveProperty('thinking');
    expect(models?.exchanges[1]?.body).not.toHaveProperty('output_config');
  });

  it.each([
    ['pause_turn', 'pause_turn'],
    ['model_context_window_exceeded', 'context_window_exceeded'],
    ['stop_sequence', 'end_turn'],
  ])('gives the stop reason %s as %s', async (stopReason, expected) => {
    const client = await claude([{ text: '...', stopReason }]);
    expect((await client.send(ask())).stopReason).toBe(expected);
  });

  it('asks again for a tool call that is no JSON', async () => {
    const broken = { tools: [{ name: 'bash', rawInput: '{"command": ls]' }] };
    let asked = 0;
    const client = await claude([() => (++asked === 1 ? broken : { text: 'better' })]);
    expect((await client.send(ask())).blocks).toEqual([{ type: 'text', text: 'better' }]);
    expect(asked).toBe(2);
  });

  it('leaves out what the vendor sends and does not take back', async () => {
    const client = await claude([
      { text: '', tools: [{ name: 'bash', input: {} }] },
      (body) => (JSON.stringify(body).includes('go on') ? { text: 'ok' } : { stopReason: 'refusal' }),
    ]);
    const turns = [user('task')];
    const first = await client.send(ask({ turns }));
    turns.push({ role: 'assistant', blocks: first.blocks, raw: first.raw }, resultsOf(first, 'out'));
    const second = await client.send(ask({ turns }));
    expect(second).toMatchObject({ stopReason: 'refusal', raw: [] });
    turns.push({ role: 'assistant', blocks: second.blocks, raw: second.raw }, user('go on'));
    expect((await client.send(ask({ turns }))).stopReason).toBe('end_turn');
  });

  it('takes the pings of a thinking model for life', async () => {
    let pings = 0;
    server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => {
        pings += 1;
        response.write('event: ping\ndata: {"type":"ping"}\n\n');
      }, 50);
      response.on('close', () => clearInterval(timer));
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const retry = { attempts: 1, idleMs: 200, attemptMs: 1_000 };
    const client = new AnthropicModelClient({ apiKey: 'key', baseUrl: `http://127.0.0.1:${port}`, retry });
    await expect(client.send(ask())).rejects.toThrow('no end after 1000 ms');
    expect(pings).toBeGreaterThan(8);
  });

  it('reads nothing of the environment', async () => {
    vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'of somebody else');
    vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:1');
    const client = await claude([{ text: 'x' }]);
    await client.send(ask()).finally(() => vi.unstubAllEnvs());
    expect(models?.exchanges[0]?.headers).toMatchObject({ authorization: 'Bearer key' });
  });
});
