import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunReport } from '@anton/contracts';
import { Redactor } from '@anton/platform';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { earlierLives, type RunIdentity } from './earlier-lives';
import { readTrajectory } from './read-trajectory';
import { Trajectory } from './trajectory';
import { TRAJECTORY_SCHEMA, type TrajectoryEntry } from './trajectory-event';

const REDACTOR = new Redactor([]);
const task = sampleTask('PAY-1');
const RUN: RunIdentity = { task, route: sampleRoute(task), priceTable: 'p', versions: { anton: '1' } };
const STARTED: TrajectoryEntry = { type: 'run_started', schema: TRAJECTORY_SCHEMA, ...RUN };
const CHECKOUT: TrajectoryEntry = { type: 'checkout', baseSha: 'b', branch: 'fix/x', kept: null };
const USAGE = { inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1 };

const change = (treeSha: string): TrajectoryEntry => ({
  type: 'change',
  treeSha,
  diffSha256: '',
  files: [],
  text: '',
});
const stretch: TrajectoryEntry = { type: 'stretch_started', instruction: null };
const request = (call: number): TrajectoryEntry => ({
  type: 'model_request',
  call,
  role: 'coder',
  turn: call,
  wire: 'anthropic.messages',
  model: 'm',
  maxTokens: 1,
  sha256: `${call}`,
  bytes: 1,
  markers: [],
  body: null,
});
const response = (call: number): TrajectoryEntry => ({
  type: 'model_response',
  call,
  reply: { blocks: [], stopReason: 'end_turn', usage: USAGE, usd: 1, model: 'm', raw: [] },
  durationMs: 1,
});
const call = (id: string): TrajectoryEntry => ({ type: 'tool_call', id, tool: 'bash', input: {} });
const result = (id: string): TrajectoryEntry => ({
  type: 'tool_result',
  id,
  content: '',
  isError: false,
  durationMs: 1,
});
const ended = (fields: Partial<RunReport>): TrajectoryEntry => ({
  type: 'run_ended',
  report: {
    status: 'pr_opened',
    message: '',
    cost: {},
    durationMs: 1,
    taskId: task.taskId,
    attempt: 1,
    ...fields,
  } as RunReport,
});
const BEGUN = [STARTED, CHECKOUT, change('t0'), stretch];

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anton-lives-'));
  file = join(folder, 'trajectory.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(...entries: readonly TrajectoryEntry[]): void {
  const trajectory = new Trajectory(file, REDACTOR);
  for (const entry of entries) trajectory.record(() => entry);
  trajectory.close();
}
const lives = (run: RunIdentity = RUN) => earlierLives(file, run, REDACTOR);

describe('what a trajectory says of earlier lives', () => {
  it('is nothing without a file, of a foreign file, and of another task', async () => {
    expect(await lives()).toEqual({ kind: 'none' });
    appendFileSync(file, 'rubbish\n');
    expect(await lives()).toEqual({ kind: 'none' });
    rmSync(file);
    write({ ...STARTED, task: sampleTask('PAY-2') }, stretch);
    expect(await lives()).toEqual({ kind: 'none' });
  });

  it('ends where it is not known how something ended', async () => {
    write(...BEGUN, request(1), response(1), call('a'), change('t1'), result('a'), call('b'), change('t2'));
    appendFileSync(file, '{"type":"torn');
    const open = await lives();
    expect(open).toMatchObject({ kind: 'continued', from: 9, treeSha: 't1', start: { seq: 11, call: 1 } });
    const again = new Trajectory(file, REDACTOR, open.kind === 'continued' ? open.start : undefined);
    again.close();
    expect(readFileSync(file, 'utf8')).not.toContain('torn');
    write(...BEGUN, request(1), response(1), request(2));
    expect(await lives()).toMatchObject({ kind: 'continued', treeSha: 't0', start: { call: 2 } });
  });

  it('leaves out what was taken back, and knows what it cost', async () => {
    const lost = { calls: 1, usd: 1 };
    const resumed = { type: 'resumed', from: 4, how: 'continued', reason: null, lost, spentMs: 1 } as const;
    write(...BEGUN, request(1), response(1), resumed, request(2), response(2));
    expect((await readTrajectory(file)).events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 7, 8, 9]);
    expect(await lives()).toMatchObject({ kind: 'continued', from: 9, lost: [{ role: 'coder' }] });
  });

  it('takes back what came after the order to stop, unless it was publishing', async () => {
    const stop: TrajectoryEntry = { type: 'stop_asked' };
    const report = ended({ status: 'timeout', resumable: true });
    write(
      ...BEGUN,
      request(1),
      response(1),
      stop,
      change('t9'),
      { type: 'work_kept', sha: 'w', treeSha: 't9' },
      report,
    );
    expect(await lives()).toMatchObject({ kind: 'continued', from: 6, treeSha: 't0', kept: 'w' });
    rmSync(file);
    const committed: TrajectoryEntry = { type: 'committed', sha: 'c', treeSha: 't0', subject: 's' };
    write(...BEGUN, request(1), response(1), stop, committed);
    expect(await lives()).toMatchObject({ kind: 'continued', from: 8 });
  });

  it('is the report when only that did not get out', async () => {
    write(...BEGUN, ended({}));
    expect(await lives()).toMatchObject({ kind: 'over', report: { status: 'pr_opened' } });
    expect(await lives({ ...RUN, route: sampleRoute(task, { attempt: 2 }) })).toEqual({ kind: 'none' });
  });

  it.each([
    ['the task', { task: sampleTask('PAY-1', { title: 'another' }) }, /the task is another/],
    ['the route', { route: sampleRoute(task, { checks: ['x'] }) }, /the route is another/],
    ['the version', { versions: { anton: '2' } }, /Anton or its Node/],
  ])('is what it cost, when %s is another one', async (_what, fields, reason) => {
    write(...BEGUN, request(1), response(1));
    expect(await lives({ ...RUN, ...fields })).toMatchObject({
      kind: 'anew',
      reason: expect.stringMatching(reason),
      lost: [{ role: 'coder' }],
      start: { seq: 6, call: 1 },
    });
  });

  it('goes on in a later attempt with less money, and not before the work began', async () => {
    write(...BEGUN, request(1), response(1));
    const route = sampleRoute(task, { attempt: 2, limits: { costUsd: 1, minutes: 30, modelCalls: 150 } });
    expect(await lives({ ...RUN, route })).toMatchObject({ kind: 'continued' });
    write(STARTED, CHECKOUT, change('t0'));
    expect(await lives()).toMatchObject({ kind: 'anew', reason: 'it had not begun to work' });
  });

  it('runs checks again that nobody has looked at', async () => {
    const outcome = { kind: 'stopped', status: 'stuck', reason: '' } as const;
    const run = { command: '', outcome: 'passed', failures: [], flaky: [] } as never;
    const gate: TrajectoryEntry[] = [
      { type: 'stretch_ended', outcome },
      change('t1'),
      { type: 'checks', run },
    ];
    write(...BEGUN, ...gate);
    const open = await lives();
    if (open.kind !== 'continued') throw new Error(open.kind);
    expect(open.start.journal.take('checks')).toBeNull();
    expect(open.treeSha).toBe('t1');
  });
});
