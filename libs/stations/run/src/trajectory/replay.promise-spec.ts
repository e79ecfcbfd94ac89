import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readTrajectory, replayLoop, type ReplayResult, type TrajectoryEvent } from '@anton/agent';
import type { Scenario, ScriptedTurn } from '@anton/simulation';
import { afterEach, describe, expect, it } from 'vitest';
import { APPROVES, finish, GOOD, REJECTS, write } from '../../test/run-script';
import { FILES, KNOWN_SECRET, openRun, type RunUnderTest } from '../../test/run-under-test';

const SLOW = 60_000;
let world: RunUnderTest;
afterEach(() => world.close());

const bash = (command: string): ScriptedTurn => ({ tools: [{ name: 'bash', input: { command } }] });
const read = (path: string) => ({ name: 'read_file', input: { path } });

/** Reads side by side, a bad call, a red run of the tests, words without a call, a fix; a rejection and a second fix. */
const EVENTFUL: Scenario = {
  coder: [
    { thinking: 'let me see', tools: [read('pay.js'), read('pay.test.js'), read('nothing.js')] },
    { tools: [{ name: 'read_file', input: { file: 1 } }] },
    { tools: [{ name: 'run_tests', input: {} }] },
    bash('cat secret.txt; git diff'),
    bash('cat secret.txt; git diff'),
    { text: 'I think that is it.' },
    write('pay.js', 'exports.pay = (bill) => bill; // quickly\n'),
    finish(),
    GOOD,
    finish('fixed', 'Now with cents.'),
  ],
  reviewer: [
    REJECTS[0] ?? APPROVES,
    { json: { earlier: [{ id: 'diff/r1-1', state: 'fixed' }], findings: [], summary: 'right' } },
  ],
};

/** What such a run records: neither guards nor warnings, no failed call, nothing cleared. */
const EVERY_TYPE = [
  'change',
  'checkout',
  'checks',
  'committed',
  'loop_begun',
  'model_request',
  'model_response',
  'pull_request',
  'pushed',
  'review',
  'run_ended',
  'run_started',
  'stage',
  'stretch_ended',
  'stretch_started',
  'tool_answer',
  'tool_call',
  'tool_result',
];

async function record(scenario: Scenario): Promise<string> {
  const files = { ...FILES, 'secret.txt': `the key is ${KNOWN_SECRET}\n` };
  world = await openRun(scenario, { files });
  await world.run();
  return world.trajectory();
}

const replay = async (file: string): Promise<ReplayResult> => replayLoop(await readTrajectory(file));
const eventsOf = (file: string): TrajectoryEvent[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TrajectoryEvent);
const overwrite = (file: string, events: readonly TrajectoryEvent[]): void =>
  writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));

describe('the trajectory of a run', () => {
  it('tells everything, without a secret, and is replayed byte for byte', { timeout: SLOW }, async () => {
    const file = await record(EVENTFUL);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(KNOWN_SECRET);
    expect(text).not.toContain(Buffer.from(KNOWN_SECRET).toString('base64'));
    const events = eventsOf(file);
    expect(events[0]).toMatchObject({ type: 'run_started', schema: 'anton.trajectory.v1' });
    expect(events.at(-1)).toMatchObject({ type: 'run_ended', report: { status: 'pr_opened' } });
    expect([...new Set(events.map(({ type }) => type))].toSorted()).toEqual(EVERY_TYPE);
    const result = await replay(file);
    expect(result.divergence).toBeNull();
    expect(result).toMatchObject({ identical: true, incomplete: false, recordedTurns: 10 });
    expect(result.turns).toHaveLength(10);
    expect(result.turns[0]).toMatchObject({ tools: ['read_file', 'read_file', 'read_file'], same: true });
  });

  it('has the hash of what was really sent, before it was sent', { timeout: SLOW }, async () => {
    const seen: string[] = [];
    const scenario: Scenario = {
      coder: [
        () => {
          seen.push(eventsOf(world.trajectory()).at(-1)?.type ?? '');
          return {
            tools: [
              { name: 'write_file', input: { path: 'pay.js', content: 'exports.pay = (bill) => bill;\n' } },
            ],
          };
        },
        finish(),
      ],
      reviewer: [APPROVES],
    };
    const file = await record(scenario);
    expect(seen).toEqual(['model_request']);
    const requests = eventsOf(file).filter((event) => event.type === 'model_request');
    const sent = world.models.exchanges.map(({ body }) => JSON.stringify(body));
    const hashes = sent.map((body) => createHash('sha256').update(body).digest('hex'));
    expect(requests.map(({ sha256 }) => sha256)).toEqual(hashes);
    expect(requests.map(({ bytes }) => bytes)).toEqual(sent.map((body) => Buffer.byteLength(body)));
    expect(requests[1]?.markers).toHaveLength(3);
    for (const at of requests[1]?.markers ?? [])
      expect(Buffer.from(sent[1] ?? '').toString('utf8', at, at + 15)).toBe('"cache_control"');
  });
});

describe('a replay', () => {
  it('diverges when one byte of a recorded result is another', { timeout: SLOW }, async () => {
    const file = await record({ coder: [{ tools: [read('pay.js')] }, GOOD, finish()], reviewer: [APPROVES] });
    const events = eventsOf(file).map((event) =>
      event.type === 'tool_result' && event.content.includes('exports.pay')
        ? { ...event, content: event.content.replace('exports.pay', 'exports.pai') }
        : event,
    );
    overwrite(file, events);
    const { identical, divergence, turns } = await replay(file);
    expect(identical).toBe(false);
    expect(turns.map(({ same }) => same)).toEqual([true, false]);
    expect(divergence?.byte).toBeGreaterThan(1_000);
    expect(divergence?.recorded).toContain('exports.pay');
    expect(divergence?.replayed).toContain('exports.pai');
  });

  it('diverges when an answer of the model was another', { timeout: SLOW }, async () => {
    const file = await record({ coder: [GOOD, finish()], reviewer: [APPROVES] });
    const events = eventsOf(file).map((event) =>
      event.type === 'model_response'
        ? (JSON.parse(JSON.stringify(event).replaceAll('pay.js', 'pau.js')) as TrajectoryEvent)
        : event,
    );
    overwrite(file, events);
    expect(await replay(file)).toMatchObject({
      identical: false,
      divergence: { what: expect.stringContaining('write_file') },
    });
  });

  it('of a runner that was killed goes as far as there is anything', { timeout: SLOW }, async () => {
    const file = await record({ coder: [GOOD, finish()], reviewer: [APPROVES] });
    const lines = readFileSync(file, 'utf8').split('\n');
    for (let kept = 1; kept < lines.length - 1; kept += 1) {
      writeFileSync(file, `${lines.slice(0, kept).join('\n')}\n${lines[kept]?.slice(0, -5) ?? ''}`);
      const result = await replay(file);
      expect(result, `${kept} lines`).toMatchObject({ identical: true, incomplete: true });
    }
  });

  it('takes a model that failed, and a budget that was spent, as they were', { timeout: SLOW }, async () => {
    const down = await record({ coder: [GOOD, { fault: 'status', status: 400 }] });
    expect(await replay(down)).toMatchObject({ identical: true, incomplete: false, recordedTurns: 2 });
    await world.close();
    const look = Array.from({ length: 6 }, (_, index) => bash(`echo ${index}`));
    world = await openRun({ coder: look }, { route: { limits: { costUsd: 2, minutes: 30, modelCalls: 5 } } });
    expect(await world.run()).toMatchObject({ status: 'budget' });
    const events = eventsOf(world.trajectory());
    expect(events.filter(({ type }) => type === 'warning')).toHaveLength(1);
    expect(await replay(world.trajectory())).toMatchObject({
      identical: true,
      incomplete: false,
      recordedTurns: 5,
    });
  });

  it('hears the guards again, and reads side by side in the recorded order', { timeout: SLOW }, async () => {
    const reads = Array.from({ length: 12 }, (_, index) => read(index === 5 ? 'pay.js' : `none-${index}.js`));
    const file = await record({ coder: [{ tools: reads }, bash('echo the same for ever')] });
    const events = eventsOf(file);
    expect(events.at(-1)).toMatchObject({ report: { status: 'stuck' } });
    expect(events.filter(({ type }) => type === 'guard').length).toBeGreaterThan(1);
    expect(await replay(file)).toMatchObject({ identical: true, incomplete: false });
    overwrite(
      file,
      events.map((event) =>
        event.type === 'tool_result' && event.content === 'the same for ever'
          ? { ...event, content: 'the same for even' }
          : event,
      ),
    );
    expect(await replay(file)).toMatchObject({ identical: false });
  });
});
