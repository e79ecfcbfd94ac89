import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Scenario, ScriptedStep, ScriptedToolCall, ScriptedTurn } from '@anton/simulation';
import { openCoderWorld, type CoderWorld, type CoderWorldOptions } from '@anton/testing/agent';
import type { LoopOutcome } from './loop-outcome';

let world: CoderWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

async function open(coder: readonly ScriptedStep[], options?: CoderWorldOptions): Promise<CoderWorld> {
  world = await openCoderWorld({ coder } satisfies Scenario, options);
  return world;
}

async function work(coder: readonly ScriptedStep[], options?: CoderWorldOptions): Promise<LoopOutcome> {
  const { loop, loopRequest } = await open(coder, options);
  return loop.run(loop.begin(loopRequest()));
}

const call = (name: string, input: Record<string, unknown> = {}): ScriptedToolCall => ({ name, input });
const write = (path: string): ScriptedToolCall => call('write_file', { path, content: `${path}\n` });
const finish = (summary = 'done'): ScriptedTurn => ({
  tools: [call('finish', { outcome: 'fixed', summary })],
});

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly content?: string;
  readonly is_error?: boolean;
}
interface Body {
  readonly max_tokens: number;
  readonly messages: readonly { readonly role: string; readonly content: readonly Block[] }[];
}

function bodies(): Body[] {
  return (world?.models.exchanges ?? []).map(({ body }) => body as unknown as Body);
}

/** The blocks of the user turn that the model answered with its request number `index`. */
function told(index: number): readonly Block[] {
  return bodies()[index]?.messages.at(-1)?.content ?? [];
}

function text(index: number): string {
  return told(index)
    .map((block) => block.text ?? block.content ?? '')
    .join('\n');
}

describe('AgentLoop', () => {
  it('works until finish and returns its claim', async () => {
    const outcome = await work([
      { tools: [write('fixed')] },
      { tools: [call('run_tests')] },
      finish('it works'),
    ]);
    expect(outcome).toEqual({ kind: 'finished', claim: { outcome: 'fixed', summary: 'it works' } });
    await expect(readFile(join(world?.root ?? '', 'fixed'), 'utf8')).resolves.toBe('fixed\n');
    expect(text(2)).toContain('passed');
    expect(world?.events.filter(({ type }) => type === 'model_call')).toHaveLength(3);
    expect(world?.events).toContainEqual(
      expect.objectContaining({ type: 'tool_call', tool: 'write_file', summary: 'fixed', isError: false }),
    );
    const types = world?.events.map(({ type }) => type) ?? [];
    expect(types.slice(0, 6).join(' ')).toBe(
      'begun stretch_started model_call tool_begun tool_done tool_call',
    );
    expect(types.at(-1)).toBe('stretch_ended');
  });

  it('goes on in the same conversation with a further instruction', async () => {
    const { loop, loopRequest, models } = await open([
      finish('first'),
      { tools: [write('fixed')] },
      finish('second'),
    ]);
    const conversation = loop.begin(loopRequest());
    await loop.run(conversation);
    const outcome = await loop.run(conversation, 'A reviewer found a problem.');
    expect(outcome).toMatchObject({ kind: 'finished', claim: { summary: 'second' } });
    expect(told(1).map(({ type }) => type)).toEqual(['tool_result', 'text']);
    expect(text(1)).toContain('A reviewer found a problem.');
    expect(models.exchanges.every(({ answered }) => answered === 'ok')).toBe(true);
  });

  it('reminds once of finish, then takes the model at its word', async () => {
    const outcome = await work([{ text: 'I think it is fine.' }, { text: 'Really, all is fine.' }]);
    expect(outcome).toEqual({
      kind: 'finished',
      claim: { outcome: 'cannot_fix', summary: 'Really, all is fine.' },
    });
    expect(text(1)).toContain('without calling finish');
  });

  it('does not accept a claim that comes with a failed call', async () => {
    const outcome = await work([
      { tools: [call('read_file', { path: 'missing' }), ...(finish().tools ?? [])] },
      finish('now alone'),
    ]);
    expect(outcome).toMatchObject({ claim: { summary: 'now alone' } });
    expect(text(1)).toContain('Not finished');
  });

  it('never executes a call of a cut answer, and doubles the room once', async () => {
    const cut: ScriptedTurn = { tools: [write('fixed')], stopReason: 'max_tokens' };
    const outcome = await work([cut, cut, finish()]);
    expect(outcome.kind).toBe('finished');
    expect(bodies().map(({ max_tokens }) => max_tokens)).toEqual([32_000, 64_000, 32_000]);
    expect(told(1)[0]).toMatchObject({ type: 'tool_result', is_error: true });
    expect(text(1)).toContain('up to 64000 tokens');
    expect(text(2)).toContain('make a smaller edit');
    await expect(access(join(world?.root ?? '', 'fixed'))).rejects.toThrow('ENOENT');
  });

  it('stops as stuck after three cut answers', async () => {
    const outcome = await work([{ tools: [write('fixed')], stopReason: 'max_tokens' }]);
    expect(outcome).toMatchObject({ kind: 'stopped', status: 'stuck' });
    expect(bodies()).toHaveLength(3);
  });

  it('stops as refused without another try', async () => {
    expect(await work([{ refusal: 'I will not.' }])).toEqual({
      kind: 'stopped',
      status: 'refused',
      reason: 'I will not.',
    });
    expect(bodies()).toHaveLength(1);
  });

  it('continues a paused turn by sending it back', async () => {
    const outcome = await work([{ text: 'thinking on', stopReason: 'pause_turn' }, finish()]);
    expect(outcome.kind).toBe('finished');
    expect(bodies()[1]?.messages.at(-1)?.role).toBe('assistant');
  });

  it('sends thinking back unchanged', async () => {
    await work([{ thinking: 'hm', tools: [write('a')] }, finish()]);
    expect(bodies()[1]?.messages[1]?.content[0]).toMatchObject({
      type: 'thinking',
      thinking: 'hm',
      signature: expect.stringMatching(/^signed-/) as string,
    });
  });

  it('stops as stuck when the window is exceeded and nothing can be cleared', async () => {
    const outcome = await work([{ text: 'x', stopReason: 'model_context_window_exceeded' }]);
    expect(outcome).toMatchObject({ kind: 'stopped', status: 'stuck' });
  });

  it('clears once when the window is exceeded, then goes on', async () => {
    const read = (index: number): ScriptedTurn => ({ tools: [call('read_file', { path: `f${index}` })] });
    const files = Object.fromEntries(
      Array.from({ length: 14 }, (_, index) => [`f${index}`, `${'x'.repeat(1_500)}\n`]),
    );
    const reads = Array.from({ length: 14 }, (_, index) => read(index));
    const exceeded: ScriptedStep = (body) =>
      JSON.stringify(body).includes('removed to save room')
        ? finish('after clearing')
        : { text: 'x', stopReason: 'model_context_window_exceeded' };
    const outcome = await work([...reads, exceeded], { files });
    expect(outcome).toMatchObject({ kind: 'finished', claim: { summary: 'after clearing' } });
    expect(world?.events.some(({ type }) => type === 'cleared')).toBe(true);
  });

  it('stops as llm_unavailable when the vendor stays down', async () => {
    expect(await work([{ fault: 'status', status: 529 }])).toMatchObject({ status: 'llm_unavailable' });
  });

  it('stops as infra, with the message, when the vendor refuses the request', async () => {
    const outcome = await work([{ fault: 'status', status: 401, code: 'bad key' }]);
    expect(outcome).toMatchObject({
      status: 'infra',
      reason: expect.stringContaining('401') as string,
    });
  });

  it('stops as infra when the work tree cannot be hashed', async () => {
    const { loop, loopRequest } = await open([finish()]);
    const outcome = await loop.run(
      loop.begin(loopRequest({ change: () => Promise.reject(new Error('no space left on device')) })),
    );
    expect(outcome).toMatchObject({ status: 'infra', reason: 'no space left on device' });
  });

  it('answers every call of a turn when it is aborted, then stops as timeout', async () => {
    const controller = new AbortController();
    const { loop, loopRequest } = await open([
      { tools: [call('bash', { command: 'touch started; sleep 60' }), write('never')] },
    ]);
    const request = loopRequest({ signal: controller.signal });
    const conversation = loop.begin(request);
    const running = loop.run(conversation);
    await expect
      .poll(() =>
        access(join(world?.root ?? '', 'started')).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    controller.abort();
    expect(await running).toMatchObject({ status: 'timeout' });
    const last = conversation.transcript.turns.at(-1);
    expect(last?.blocks).toMatchObject([{ type: 'tool_result' }, { type: 'tool_result', isError: true }]);
    await expect(access(join(world?.root ?? '', 'never'))).rejects.toThrow('ENOENT');
  });

  it('stops as timeout at the hard deadline, also in the middle of a command', async () => {
    const { loop, loopRequest } = await open([{ tools: [call('bash', { command: 'sleep 60' })] }]);
    const started = performance.now();
    const hardDeadline = new Date(Date.now() + 700);
    expect(await loop.run(loop.begin(loopRequest({}, { hardDeadline })))).toMatchObject({
      status: 'timeout',
    });
    expect(performance.now() - started).toBeLessThan(6_000);
  });

  it('stops as timeout when aborted while the model answers', async () => {
    const { loop, loopRequest } = await open([{ fault: 'hang' }]);
    const outcome = await loop.run(loop.begin(loopRequest({ signal: AbortSignal.timeout(200) })));
    expect(outcome).toMatchObject({ status: 'timeout' });
  });

  it('stops as budget when the calls are spent, and tells the model before', async () => {
    const steps = Array.from({ length: 12 }, (_, index) => ({ tools: [write(`f${index}`)] }));
    const { loop, loopRequest } = await open(steps);
    const conversation = loop.begin(loopRequest({}, { callsFirstRound: 10 }));
    expect(await loop.run(conversation)).toMatchObject({ status: 'budget' });
    expect(bodies()).toHaveLength(10);
    expect(bodies().filter((_, index) => text(index).includes('Wrap up now'))).toHaveLength(1);
  });
});
