import { afterEach, describe, expect, it } from 'vitest';
import type { ScriptedStep, ScriptedToolCall, ScriptedTurn } from '@anton/simulation';
import { openCoderWorld, type CoderWorld } from '@anton/testing/agent';
import type { LoopOutcome } from '../loop-outcome';

let world: CoderWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

async function work(
  coder: readonly ScriptedStep[],
  files: Readonly<Record<string, string>> = {},
): Promise<LoopOutcome> {
  world = await openCoderWorld({ coder }, { files });
  return world.loop.run(world.loop.begin(world.loopRequest()));
}

const call = (name: string, input: Record<string, unknown> = {}): ScriptedToolCall => ({ name, input });
const one = (name: string, input: Record<string, unknown> = {}): ScriptedTurn => ({
  tools: [call(name, input)],
});
const edit = (from: string, to: string): ScriptedTurn =>
  one('edit', { path: 'f', old_text: from, new_text: to });
const FINISH = one('finish', { outcome: 'fixed', summary: 'done' });

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function results(): string[] {
  const messages = (world?.models.exchanges.at(-1)?.body['messages'] ?? []) as {
    role: string;
    content: { type: string; content?: string; text?: string }[];
  }[];
  return messages
    .filter(({ role }) => role === 'user')
    .slice(1)
    .map(({ content }) => content.map((block) => block.content ?? block.text).join('\n'));
}

function rules(): string[] {
  return (world?.events ?? []).flatMap((event) => (event.type === 'guard' ? [event.rule] : []));
}

describe('identical calls', () => {
  it('are warned of at the third, not executed from the fifth, and stop the run', async () => {
    const outcome = await work(times(40, () => one('bash', { command: 'echo x >> ../count; echo hi' })));
    expect(outcome).toMatchObject({ kind: 'stopped', status: 'stuck' });
    const told = results();
    expect(told[1]).not.toContain('Note:');
    expect(told[2]).toContain('identical call 3 times');
    expect(told[3]).toContain('identical call 4 times');
    expect(told[4]).toContain('Not executed');
    expect(world?.models.exchanges.length).toBeLessThanOrEqual(7);
  });

  it('are seen with another order of keys, and with other calls between', async () => {
    const greps = [
      one('grep', { pattern: 'a', path: '.' }),
      ...times(4, (index) => [
        one('ls', { path: `d${index}` }),
        one('grep', { path: '.', pattern: 'a' }),
      ]).flat(),
    ];
    await work([...greps, FINISH]);
    expect(results().at(8)).toContain('Not executed: this is identical call number 5');
  });

  it('are legitimate after an edit', async () => {
    const rounds = times(8, (index) => [
      edit(`v${index}`, `v${index + 1}`),
      one('run_tests'),
      one('read_file', { path: 'f' }),
    ]);
    expect(await work([...rounds.flat(), FINISH], { f: 'v0\n' })).toMatchObject({ kind: 'finished' });
    expect(rules()).toEqual([]);
  });
});

describe('cycles', () => {
  it('that edit forth and back are nudged at three repetitions and stopped when they come again', async () => {
    const toggle = [edit('on', 'off'), one('run_tests'), edit('off', 'on'), one('run_tests')];
    const outcome = await work(times(12, () => toggle).flat(), { f: 'on\n' });
    expect(outcome).toMatchObject({ kind: 'stopped', status: 'stuck' });
    expect(results()[11]).toContain('repeated the same 4 call(s) 3 times');
    expect(world?.models.exchanges.length).toBeLessThanOrEqual(24);
  });
});

describe('the same error', () => {
  it('three times is nudged, whatever succeeds between', async () => {
    const tries = times(3, (index) => [edit(`missing${index}`, 'x'), one('ls', { path: '.' })]).flat();
    await work([...tries, FINISH], { f: 'v\n' });
    expect(rules()).toContain('repeated_error');
    expect(results()[4]).toContain('The same error came 3 times');
  });

  it('of red checks after each edit is no reason for a nudge', async () => {
    const rounds = times(5, (index) => [edit(`v${index}`, `v${index + 1}`), one('run_tests')]).flat();
    await work([...rounds, FINISH], { f: 'v0\n' });
    expect(rules()).toEqual([]);
  });
});

describe('no progress', () => {
  it('is nudged after 20 turns and stopped after 30', async () => {
    const outcome = await work(times(60, (index) => one('bash', { command: `echo ${index}` })));
    expect(outcome).toMatchObject({ kind: 'stopped', status: 'stuck' });
    expect(world?.models.exchanges).toHaveLength(30);
    expect(results()[19]).toContain('For 20 turns');
  });

  it('is no charge against work that changes files', async () => {
    const outcome = await work([
      ...times(40, (index) => one('bash', { command: `echo ${index} > f` })),
      FINISH,
    ]);
    expect(outcome).toMatchObject({ kind: 'finished' });
  });
});

describe('format errors', () => {
  it('three in a row stop the run', async () => {
    const outcome = await work(times(9, (index) => one('nothing', { index })));
    expect(outcome).toMatchObject({
      status: 'stuck',
      reason: expect.stringContaining('no tool "nothing"') as string,
    });
    expect(world?.models.exchanges).toHaveLength(3);
  });

  it('with a good call between do not', async () => {
    const steps = times(4, (index) => [
      one('nothing', { index }),
      one('read_file'),
      one('bash', { command: `echo ${index} > f` }),
    ]);
    expect(await work([...steps.flat(), FINISH])).toMatchObject({ kind: 'finished' });
  });
});
