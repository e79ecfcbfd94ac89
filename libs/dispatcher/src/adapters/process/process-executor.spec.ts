import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { executorContract, type ExecutorSubject } from '@anton/testing/executor';
import { SCRIPTED_RUNNER } from '@anton/testing/scripted-runner';
import type { RunRequest } from '../../executor.port';
import { ProcessExecutor } from './process-executor';
import { ProcTable } from './process-table';

const SECRET = 'canary-3f9c1d7e5b-secret';
const PATIENCE = { timeout: 15_000, interval: 50 };

const executorIn = (runsDir: string, command: readonly string[] = [process.execPath, SCRIPTED_RUNNER]) =>
  new ProcessExecutor({
    command,
    runsDir,
    environment: { PATH: '/usr/bin:/bin', MARK: runsDir },
    secrets: { ANTHROPIC_API_KEY: SECRET },
    killGraceMs: 500,
  });

const folderOf = (runsDir: string, run: RunRequest) => join(runsDir, `${run.taskId}-r${run.attempt}`);

async function pidOf(runsDir: string, run: RunRequest): Promise<number> {
  const record = await readFile(join(folderOf(runsDir, run), 'run.json'), 'utf8');
  return (JSON.parse(record) as { pid: number }).pid;
}

/** The living processes that inherited the environment of the runs of `runsDir`. */
async function processesOf(runsDir: string): Promise<number[]> {
  const all = await new ProcTable().list();
  const marked = all.map(async ({ pid }) => {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    return environment.includes(`MARK=${runsDir}`) ? [pid] : [];
  });
  return (await Promise.all(marked)).flat();
}

async function subjectIn(runsDir: string): Promise<ExecutorSubject> {
  return {
    executor: executorIn(runsDir),
    again: async () => executorIn(runsDir),
    starts: async (run) => {
      const log = await readFile(join(folderOf(runsDir, run), 'runner.log'), 'utf8');
      return log.split('\n').filter((line) => line === 'runner started').length;
    },
    living: async () => (await processesOf(runsDir)).length,
    kill: async (run) => void process.kill(await pidOf(runsDir, run), 'SIGKILL'),
    close: async () => {
      for (const pid of await processesOf(runsDir)) process.kill(pid, 'SIGKILL');
      await rm(runsDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const newRunsDir = async () => mkdtemp(join(tmpdir(), 'anton-runs-'));

executorContract('ProcessExecutor', async () => subjectIn(await newRunsDir()));

describe('ProcessExecutor', () => {
  let runsDir: string;
  let subject: ExecutorSubject;

  beforeEach(async () => {
    runsDir = await newRunsDir();
    subject = await subjectIn(runsDir);
  });
  afterEach(async () => subject.close());

  const run: RunRequest = {
    taskId: 'jira-pay-1-k3v9q2m7xa',
    attempt: 1,
    taskHash: 'a'.repeat(64),
    complexity: 'small',
    template: 'node-service',
    context: {
      'task.json': JSON.stringify({ taskId: 'jira-pay-1-k3v9q2m7xa', description: '{}' }),
      'route.json': JSON.stringify({ attempt: 1 }),
    },
    deadlineAt: new Date(Date.now() + 60_000),
  };

  it('writes no secret into a file, an argument or an environment', async () => {
    await subject.executor.start(run);
    await vi.waitFor(async () => expect(await subject.starts(run)).toBe(1), PATIENCE);
    const pid = await pidOf(runsDir, run);
    const files = await readdir(runsDir, { recursive: true, withFileTypes: true });
    const texts = files
      .filter((entry) => entry.isFile())
      .map(async (entry) => readFile(join(entry.parentPath, entry.name), 'utf8'));
    texts.push(readFile(`/proc/${pid}/environ`, 'utf8'), readFile(`/proc/${pid}/cmdline`, 'utf8'));
    for (const text of await Promise.all(texts)) expect(text).not.toContain(SECRET);
    expect(texts.length).toBeGreaterThanOrEqual(6);
  });

  it('hides a secret that the runner printed before it died', async () => {
    const prints = { ...run, context: { ...run.context, 'task.json': taskThat({ print: SECRET, exit: 1 }) } };
    await subject.executor.start(prints);
    await vi.waitFor(async () => {
      const seen = await subject.executor.inspect({ ...run, handle: null });
      expect(seen).toMatchObject({
        kind: 'vanished',
        cause: expect.stringMatching(/exit status 1.*\[redacted\]/),
      });
    }, PATIENCE);
  });

  it('lets a runner that never got its secrets end by itself', async () => {
    const script = [SCRIPTED_RUNNER, 'run', '--context', 'c', '--report', 'r', '--work', 'w'];
    const env = { ANTON_SECRETS_FD: '0' };
    const ended = promisify(execFile)(process.execPath, script, { env });
    ended.child.stdin?.end();
    await expect(ended).rejects.toMatchObject({ code: 21 });
  });

  it('treats a folder without run.json as a run that was never started', async () => {
    await mkdir(folderOf(runsDir, run), { recursive: true });
    await writeFile(join(folderOf(runsDir, run), 'run.json'), '{"pid":');
    await subject.executor.start(run);
    expect(await subject.executor.inspect({ ...run, handle: null })).toEqual({
      kind: 'vanished',
      cause: 'the runner was never started',
    });
  });

  it('does not take a process for the run that only has its pid, and leaves it alone', async () => {
    await mkdir(folderOf(runsDir, run), { recursive: true });
    const record = { pid: process.pid, started: 'another time', command: [], startedAt: '' };
    await writeFile(join(folderOf(runsDir, run), 'run.json'), JSON.stringify(record));
    expect(await subject.executor.inspect({ ...run, handle: null })).toMatchObject({ kind: 'vanished' });
    await subject.executor.stop({ ...run, handle: null }, 'cleaning up');
  });

  it('lets the next attempt go on in the folders of a lost one, and of no other', async () => {
    const lost = { ...run, context: { ...run.context, 'task.json': taskThat({ exit: 1 }) } };
    const next = { ...lost, attempt: 2 };
    const becomes = async (request: RunRequest, kind: string): Promise<void> =>
      vi.waitFor(
        async () =>
          expect(await subject.executor.inspect({ ...request, handle: null })).toMatchObject({ kind }),
        PATIENCE,
      );
    await subject.executor.start(lost);
    await becomes(lost, 'vanished');
    const [first, second] = [folderOf(runsDir, lost), folderOf(runsDir, next)];
    await mkdir(join(first, 'work'), { recursive: true });
    await writeFile(join(first, 'trajectory.jsonl'), '');
    const context = {
      'task.json': taskThat({ status: 'stuck' }),
      'route.json': JSON.stringify({ taskId: run.taskId, attempt: 2 }),
    };
    await subject.executor.start({ ...next, context });
    await becomes(next, 'finished');
    const { command } = JSON.parse(await readFile(join(second, 'run.json'), 'utf8')) as { command: string[] };
    expect(command.at(command.indexOf('--work') + 1)).toBe(await realpath(join(first, 'work')));
    expect(command.at(command.indexOf('--trajectory') + 1)).toBe(
      await realpath(join(first, 'trajectory.jsonl')),
    );
    expect(command.at(command.indexOf('--report') + 1)).toBe(join(second, 'report.json'));
    expect(await realpath(join(second, 'work'))).toBe(await realpath(join(first, 'work')));
    await subject.executor.start({ ...lost, attempt: 3 });
    await becomes({ ...lost, attempt: 3 }, 'vanished');
    await expect(
      realpath(join(folderOf(runsDir, { ...lost, attempt: 3 }), 'trajectory.jsonl')),
    ).rejects.toThrow('ENOENT');
  });

  it('leaves nothing behind when the program does not exist', async () => {
    const broken = executorIn(runsDir, ['/nonexistent/program']);
    await expect(broken.start(run)).rejects.toMatchObject({
      code: 'runner_not_started',
      category: 'transient',
    });
    expect(await readdir(runsDir)).toEqual([]);
  });

  it('refuses a context file that would leave the folder', async () => {
    const escaping = { ...run, context: { '../escape': 'x' } };
    await expect(subject.executor.start(escaping)).rejects.toMatchObject({ code: 'bad_context_file' });
    expect(await readdir(runsDir)).toEqual([]);
  });
});

const taskThat = (script: object): string =>
  JSON.stringify({ taskId: 'jira-pay-1-k3v9q2m7xa', description: JSON.stringify(script) });
