import { expect, it } from 'vitest';
import { Redactor } from '@anton/platform';
import { ModelClient, type ConversationTurn, type ModelReply, type ModelRequest } from '../model-client.port';
import { RedactingModelClient } from './redacting.model-client';

const SECRET = 'hunter2-hunter2-hunter2';

/** Keeps what it is asked. */
class KeepingClient extends ModelClient {
  readonly asked: ModelRequest[] = [];

  override send(request: ModelRequest): Promise<ModelReply> {
    this.asked.push(request);
    return Promise.reject(new Error('no answer'));
  }

  override describe(model: string): Promise<{ readonly id: string }> {
    return Promise.resolve({ id: model });
  }
}

const thinking = { type: 'thinking', thinking: `is it ${SECRET}?`, signature: 'signed' };
const call = { type: 'tool_use', id: 'a', name: 'bash', input: { command: `echo ${SECRET}` } } as const;
const TURNS: readonly ConversationTurn[] = [
  { role: 'user', blocks: [{ type: 'text', text: `the key is ${SECRET}` }] },
  { role: 'assistant', blocks: [call], raw: [thinking, call] },
  { role: 'user', blocks: [{ type: 'tool_result', toolUseId: 'a', content: SECRET, isError: false }] },
];

async function sent(...requests: readonly Partial<ModelRequest>[]): Promise<readonly ModelRequest[]> {
  const inner = new KeepingClient();
  const client = new RedactingModelClient(inner, new Redactor([SECRET]));
  const base = { model: 'm', system: `keep ${SECRET}`, turns: TURNS, maxTokens: 1 };
  for (const request of requests) await client.send({ ...base, ...request }).catch(() => undefined);
  return inner.asked;
}

it('lets no secret out, wherever it stands, but what the vendor signed', async () => {
  const tool = { name: 'x', description: SECRET, inputSchema: { type: 'object', title: SECRET } };
  const [request] = await sent({ tools: [tool] });
  const raw = request?.turns[1]?.role === 'assistant' ? (request.turns[1].raw as unknown[]) : [];
  expect(raw[0]).toBe(thinking);
  const rest = { ...request, turns: request?.turns.map((turn) => ({ ...turn, raw: raw.slice(1) })) };
  expect(JSON.stringify(rest)).not.toContain('hunter2');
  expect(JSON.stringify(rest)).toContain('the key is [redacted]');
});

it('sends equal blocks equally, so that the prefix of a conversation stays the same', async () => {
  const [one, two] = await sent({ turns: TURNS.slice(0, 2) }, {});
  expect(JSON.stringify(two?.turns.slice(0, 2))).toBe(JSON.stringify(one?.turns));
});
