import { afterEach, expect, it } from 'vitest';
import type { RequestBody, ScriptedStep, ScriptedTurn } from '@anton/simulation';
import { openCoderWorld, SAMPLE_BASELINE, type CoderWorld } from '@anton/testing/agent';

const worlds: CoderWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

type Block = Readonly<Record<string, unknown>>;

function unmarked(block: Block): string {
  const { cache_control: _marker, ...rest } = block;
  return JSON.stringify(rest);
}

/** A request as the vendor caches it: tools, system, messages, without the markers. */
function wire(body: RequestBody): string {
  const tools = (body['tools'] as Block[]).map(unmarked);
  const system = (body['system'] as Block[]).map(unmarked);
  const messages = (body['messages'] as { role: string; content: Block[] }[]).flatMap(({ role, content }) => [
    role,
    ...content.map(unmarked),
  ]);
  return [...tools, ...system, ...messages].join('\n');
}

/** The first byte in which `next` leaves the prefix `before`, with what stands there; null when it does not. */
function firstDifference(before: string, next: string): string | null {
  const [a, b] = [Buffer.from(before), Buffer.from(next)];
  const at = a.findIndex((byte, index) => byte !== b[index]);
  const show = (bytes: Buffer): string => bytes.subarray(Math.max(0, at - 20), at + 40).toString();
  return at === -1 ? null : `byte ${at}: "${show(a)}" became "${show(b)}"`;
}

function steps(): ScriptedStep[] {
  const turns = Array.from({ length: 20 }, (_, index): ScriptedTurn => {
    if (index % 5 === 4) return { tools: [{ name: 'run_tests', input: {} }] };
    if (index === 7)
      return { tools: [{ name: 'bash', input: { command: 'true' } }], stopReason: 'max_tokens' };
    if (index === 11) return { text: 'I am done, I think.' };
    return {
      thinking: `step ${index}`,
      text: `now ${index}`,
      tools: [{ name: 'bash', input: { command: `seq 1 200; echo ${index} > f` } }],
    };
  });
  return [...turns, { tools: [{ name: 'finish', input: { outcome: 'fixed', summary: 'done' } }] }];
}

async function run(): Promise<CoderWorld> {
  const world = await openCoderWorld({ coder: steps() });
  worlds.push(world);
  const conversation = world.loop.begin(world.loopRequest());
  expect(await world.loop.run(conversation)).toMatchObject({ kind: 'finished' });
  return world;
}

it('sends every request as a byte-identical continuation of the one before', async () => {
  const bodies = (await run()).models.exchanges.map(({ body }) => wire(body));
  expect(bodies.length).toBeGreaterThan(20);
  const differences = bodies.slice(1).map((body, index) => firstDifference(bodies[index] ?? '', body));
  expect(differences.filter((difference) => difference !== null)).toEqual([]);
});

it('reads more than 90 % of its input from the cache', async () => {
  const world = await openCoderWorld({ coder: steps() });
  worlds.push(world);
  const request = world.loopRequest();
  await world.loop.run(world.loop.begin(request));
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = request.budget.total().usage;
  expect(cacheReadTokens / (inputTokens + cacheReadTokens + cacheWriteTokens)).toBeGreaterThan(0.9);
});

it('has the same tools and system prompt in every run', async () => {
  const [first, second] = [await run(), await run()].map(({ models }) => models.exchanges[0]?.body);
  expect(second?.['tools']).toEqual(first?.['tools']);
  expect(second?.['system']).toEqual(first?.['system']);
  expect(firstDifference(wire(first ?? {}), wire(second ?? {}))).toBeNull();
});

it.each([
  [239_000, {}],
  [241_000, { ttl: '1h' }],
])('keeps the prefix for an hour when the tests took %i ms', async (durationMs, more) => {
  const world = await openCoderWorld({ coder: [{ text: 'no more' }, { text: 'really' }] });
  worlds.push(world);
  const baseline = { ...SAMPLE_BASELINE, durationMs };
  await world.loop.run(world.loop.begin(world.loopRequest({ baseline })));
  const [system] = (world.models.exchanges[0]?.body['system'] ?? []) as Block[];
  expect(system?.['cache_control']).toEqual({ type: 'ephemeral', ...more });
});
