import { existsSync } from 'node:fs';
import * as fs from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Redactor } from '@anton/platform';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import fastCheck from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bodyChange, changedBody } from './body-change';
import { readTrajectory } from './read-trajectory';
import { RecordedCalls } from './recorded-calls';
import { Trajectory } from './trajectory';
import { TRAJECTORY_SCHEMA } from './trajectory-event';

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  return { ...real, writeFileSync: vi.fn(real.writeFileSync), fdatasyncSync: vi.fn(real.fdatasyncSync) };
});

const CANARY = 'canary-7f3a"9c\\1e';
const FORMS = [
  CANARY,
  Buffer.from(CANARY).toString('base64'),
  Buffer.from(CANARY).toString('hex'),
  encodeURIComponent(CANARY),
  JSON.stringify(CANARY).slice(1, -1),
];

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anton-trajectory-'));
  file = join(folder, 'deep', 'trajectory.jsonl');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const opened = (path = file): Trajectory => new Trajectory(path, new Redactor([CANARY]));
function start(trajectory: Trajectory): void {
  const task = sampleTask('PAY-1');
  trajectory.record(() => ({
    type: 'run_started',
    schema: TRAJECTORY_SCHEMA,
    task,
    route: sampleRoute(task),
    priceTable: '2026',
    versions: { anton: '1' },
  }));
}
const guard = (trajectory: Trajectory, detail: string): void =>
  trajectory.record(() => ({ type: 'guard', rule: 'cycle', detail }));

describe('a trajectory', () => {
  it('is on the disk, line by line, before the next thing happens', async () => {
    const trajectory = opened();
    start(trajectory);
    vi.mocked(fs.writeFileSync).mockClear();
    vi.mocked(fs.fdatasyncSync).mockClear();
    guard(trajectory, 'one');
    expect(fs.readFileSync(file, 'utf8')).toContain('"detail":"one"');
    const [written] = vi.mocked(fs.writeFileSync).mock.invocationCallOrder;
    const [synced] = vi.mocked(fs.fdatasyncSync).mock.invocationCallOrder;
    expect(synced).toBeGreaterThan(written ?? Number.POSITIVE_INFINITY);
    guard(trajectory, 'two');
    expect(fs.fdatasyncSync).toHaveBeenCalledTimes(2);
    trajectory.close();
    const { events, truncated } = await readTrajectory(file);
    expect(events.map(({ seq, type }) => `${seq} ${type}`)).toEqual(['1 run_started', '2 guard', '3 guard']);
    expect(truncated).toBe(false);
    expect(fs.statSync(file).mode & 0o077).toBe(0);
  });

  it('holds no secret, in whatever form and wherever', async () => {
    const trajectory = opened();
    start(trajectory);
    for (const form of FORMS) guard(trajectory, `text ${form} text`);
    trajectory.record(() => ({ type: 'tool_call', id: 'a', tool: 'bash', input: { [CANARY]: [FORMS] } }));
    const calls = new RecordedCalls(trajectory);
    const request = { model: 'm', system: CANARY, turns: [], maxTokens: 1 };
    const bodyOf = (value: object): string => JSON.stringify(value);
    calls.observe({ role: 'coder', wire: 'anthropic.messages', request, bodyOf }).failed(new Error(CANARY));
    trajectory.close();
    const text = await readFile(file, 'utf8');
    for (const form of FORMS) {
      expect(text).not.toContain(form);
      expect(text).not.toContain(JSON.stringify(form).slice(1, -1));
    }
    expect(text.match(/\[redacted\]/g)?.length).toBeGreaterThan(FORMS.length * 2);
    const { events } = await readTrajectory(file);
    expect(events).toContainEqual(expect.objectContaining({ redactedSha256: expect.any(String) }));
  });

  it.skipIf(!existsSync('/dev/full'))('that cannot be written warns once and is given up', () => {
    const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const trajectory = opened('/dev/full');
    expect(trajectory.isOpen).toBe(true);
    guard(trajectory, 'one');
    guard(trajectory, 'two');
    expect(trajectory.isOpen).toBe(false);
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toMatch(/\/dev\/full cannot be written.*ENOSPC/);
  });

  it('that cannot even be opened is no reason to stop', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    await writeFile(join(folder, 'deep'), 'a file');
    guard(opened(), 'one');
    expect(warn).toHaveBeenCalledOnce();
  });
});

describe('reading a trajectory', () => {
  it('takes what is whole when the last line is cut', async () => {
    const trajectory = opened();
    start(trajectory);
    guard(trajectory, 'one');
    guard(trajectory, 'two');
    trajectory.close();
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.slice(0, -10));
    const { events, truncated } = await readTrajectory(file);
    expect(events).toHaveLength(2);
    expect(truncated).toBe(true);
  });

  it('takes the attempt that was appended after a cut line', async () => {
    const first = opened();
    start(first);
    guard(first, 'lost');
    first.close();
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, -10));
    const second = opened();
    start(second);
    guard(second, 'new');
    second.close();
    const { events } = await readTrajectory(file);
    expect(events).toMatchObject([{ type: 'run_started' }, { type: 'guard', detail: 'new' }]);
  });

  it.each([
    ['', 'it is empty'],
    ['{"type":"guard"}\n', 'it holds no start of a run'],
    ['hello\n', 'it holds no start of a run'],
    ['{"type":"run_started","seq":1,"at":"x","schema":"anton.trajectory.v9"}\n', 'line 1: '],
  ])('refuses what no runner wrote: %j', async (text, problem) => {
    const foreign = join(folder, 'foreign');
    await writeFile(foreign, text);
    await expect(readTrajectory(foreign)).rejects.toMatchObject({
      code: 'trajectory_invalid',
      message: expect.stringContaining(problem),
    });
  });

  it('names the line that is no event, and ignores a type of a later version', async () => {
    const trajectory = opened();
    start(trajectory);
    trajectory.close();
    const text = await readFile(file, 'utf8');
    await writeFile(file, `${text}{"type":"from_the_future","seq":2,"at":"x"}\n`);
    expect((await readTrajectory(file)).events).toHaveLength(1);
    await writeFile(file, `${text}rubbish\n{"type":"guard","seq":3,"at":"x","rule":"r","detail":"d"}\n`);
    await expect(readTrajectory(file)).rejects.toThrow('line 2 is no JSON object');
  });
});

it('keeps a body as a change of the one before', () => {
  const text = fastCheck.string({ unit: 'binary' });
  fastCheck.assert(
    fastCheck.property(text, text, text, text, (head, one, other, tail) => {
      const [previous, next] = [head + one + tail, head + other + tail];
      const change: unknown = JSON.parse(JSON.stringify(bodyChange(previous, next)));
      expect(changedBody(previous, change as ReturnType<typeof bodyChange>)).toBe(next);
    }),
  );
});
