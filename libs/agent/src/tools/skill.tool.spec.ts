import { afterEach, describe, expect, it } from 'vitest';
import type { ScriptedStep } from '@anton/simulation';
import { openCoderWorld, type CoderWorld } from '@anton/testing/agent';
import type { LoopSkill } from '../loop/loop-skill';

const body = (name: string): string => `Rules of ${name}. ${'Keep every amount in cents. '.repeat(80)}`;
const skill = (name: string): LoopSkill => ({
  name,
  description: `About ${name}\nand more`,
  body: body(name),
});
const LARGE = [skill('maven'), skill('jpa')];
const FINISH: ScriptedStep = { tools: [{ name: 'finish', input: { outcome: 'fixed', summary: 'done' } }] };

const worlds: CoderWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

interface Sent {
  readonly tools: readonly string[];
  readonly toolBytes: string;
  readonly messages: string;
  readonly tokens: number;
}

async function run(skills: readonly LoopSkill[], ...coder: ScriptedStep[]): Promise<readonly Sent[]> {
  const world = await openCoderWorld({ coder: [...coder, FINISH] });
  worlds.push(world);
  expect(await world.loop.run(world.loop.begin(world.loopRequest({ skills })))).toMatchObject({
    kind: 'finished',
  });
  return world.models.exchanges.map(({ body: { tools, messages } }) => ({
    tools: (tools as { name: string }[]).map(({ name }) => name),
    toolBytes: JSON.stringify(tools),
    messages: JSON.stringify(messages),
    tokens: Buffer.byteLength(JSON.stringify([tools, messages])) / 4,
  }));
}

const load = (name: string): ScriptedStep => ({ tools: [{ name: 'skill', input: { name } }] });

describe('skills of a run', () => {
  it('are offered by name and loaded by a tool', async () => {
    const [first, second] = await run(LARGE, load('jpa'));
    expect(first?.tools).toContain('skill');
    expect(first?.messages).toContain('- maven: About maven and more\\n- jpa: About jpa and more');
    expect(first?.messages).not.toContain('Rules of');
    expect(second?.messages).toContain('Rules of jpa');
    expect(second?.messages).not.toContain('Rules of maven');
  });

  it('are named when the model asks for another', async () => {
    const [, second] = await run(LARGE, load('gradle'));
    expect(second?.messages).toContain('There is no such skill; there are: maven, jpa.');
  });

  it('stand in the first message when they are small, without a tool', async () => {
    const [first] = await run([{ name: 'maven', description: 'x', body: 'Use mvnw.' }]);
    expect(first?.tools).not.toContain('skill');
    expect(first?.messages).toContain('Use mvnw.');
    expect((await run([]))[0]?.tools).toEqual(first?.tools);
  });

  it('cost less than 150 tokens until they are loaded, where their texts are more than 1,000', async () => {
    const [[without], [offered]] = [await run([]), await run(LARGE)];
    const cost = (offered?.tokens ?? 0) - (without?.tokens ?? 0);
    expect(cost).toBeLessThan(150);
    expect(LARGE.reduce((sum, one) => sum + one.body.length, 0) / 4).toBeGreaterThan(1_000);
  });

  it('leave the tools the same, whichever they are', async () => {
    const [[one], [other]] = [await run(LARGE), await run([skill('go')], load('go'))];
    expect(other?.toolBytes).toBe(one?.toolBytes);
  });
});
