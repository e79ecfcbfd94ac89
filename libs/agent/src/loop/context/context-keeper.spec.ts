import { afterEach, describe, expect, it } from 'vitest';
import type { RequestBody, ScriptedStep, ScriptedToolCall, ScriptedTurn } from '@anton/simulation';
import { openCoderWorld, type CoderWorld } from '@anton/testing/agent';
import type { LoopOutcome } from '../loop-outcome';

let world: CoderWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const call = (name: string, input: Record<string, unknown> = {}): ScriptedToolCall => ({ name, input });
const FINISH: ScriptedTurn = { tools: [call('finish', { outcome: 'fixed', summary: 'done' })] };
/** About 7,500 tokens, at 4 bytes each, in one read. */
const FILE = `${'x'.repeat(99)}\n`.repeat(290);
const freed = (): number[] =>
  (world?.events ?? []).flatMap((event) => (event.type === 'cleared' ? [event.freedTokens] : []));
const kilobytes = (): number[] => (world?.models.exchanges ?? []).map(({ bytes }) => bytes / 1_000);

function files(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, FILE]));
}

function reads(from: number, to: number): ScriptedTurn[] {
  return Array.from({ length: to - from }, (_, index) => ({
    tools: [call('read_file', { path: `f${from + index}` })],
  }));
}

async function work(coder: readonly ScriptedStep[], instruction?: string): Promise<LoopOutcome> {
  world = await openCoderWorld({ coder }, { files: files(60), check: 'seq 1 500; false' });
  const request = world.loopRequest({}, { usd: 100, outputTokens: 2_000_000 });
  return world.loop.run(world.loop.begin(request), instruction);
}

describe('clearing', () => {
  it('comes in one large batch, keeps the newest ten results, edits and test runs', async () => {
    const start: ScriptedTurn[] = [
      { tools: [call('edit', { path: 'f0', old_text: FILE, new_text: 'short\n' })] },
      { tools: [call('bash', { command: 'seq 1 400' })] },
      { tools: [call('run_tests')] },
    ];
    expect(await work([...start, ...reads(1, 20), FINISH])).toMatchObject({ kind: 'finished' });
    expect(freed()).toHaveLength(1);
    expect(freed()[0]).toBeGreaterThan(40_000);
    const last = JSON.stringify(world?.models.exchanges.at(-1)?.body['messages']);
    expect(last).toContain('edited f0');
    expect(last).toContain('failed, exit 1\\n1\\n2');
    expect(last).toContain('[bash returned');
    expect(last.split('[read_file returned').length - 1).toBeGreaterThanOrEqual(6);
    expect(last.split('1\\txxxx').length - 1).toBeGreaterThanOrEqual(10);
    expect(Math.max(...kilobytes())).toBeLessThan(600);
  });

  it('happens at most three times, then the run is stuck', async () => {
    const outcome = await work(reads(0, 60));
    expect(outcome).toMatchObject({ status: 'stuck', reason: expect.stringContaining('3 times') as string });
    expect(freed()).toHaveLength(3);
  });
});

describe('the summary', () => {
  const asked = (body: RequestBody): boolean =>
    JSON.stringify(body['messages']).includes('Answer with text only');
  const summarised = (body: RequestBody): boolean =>
    JSON.stringify(body['messages']).includes('Your own summary');
  /** Talk of the model itself cannot be cleared. */
  const talk = (body: RequestBody): ScriptedTurn => ({
    text: 'y'.repeat(40_000),
    tools: [call('ls', { path: `d${JSON.stringify(body).length}` })],
  });

  it('replaces old turns once, and keeps the task and the last instruction', async () => {
    const step: ScriptedStep = (body) =>
      asked(body) ? { text: 'the cause is in f1' } : summarised(body) ? FINISH : talk(body);
    expect(await work([step], 'Fix finding r1-1.')).toMatchObject({ kind: 'finished' });
    const [first] = (world?.models.exchanges.at(-1)?.body['messages'] ?? []) as {
      content: { text: string }[];
    }[];
    const texts = first?.content.map(({ text }) => text) ?? [];
    expect(texts[0]).toContain('Payments fail (PAY-1)');
    expect(texts[1]).toContain('the cause is in f1');
    expect(texts[2]).toContain('Fix finding r1-1.');
    expect(kilobytes().at(-1)).toBeLessThan(200);
  });

  it('comes once: a context that is full again is stuck', async () => {
    const step: ScriptedStep = (body) => (asked(body) ? { text: 'the cause is in f1' } : talk(body));
    expect(await work([step])).toMatchObject({
      status: 'stuck',
      reason: expect.stringContaining('full again') as string,
    });
  });

  it('that frees less than a fifth ends the run as stuck', async () => {
    const step: ScriptedStep = (body) => (asked(body) ? { text: 'z'.repeat(700_000) } : talk(body));
    expect(await work([step])).toMatchObject({
      status: 'stuck',
      reason: expect.stringContaining('less than a fifth') as string,
    });
  });
});
