import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunStatus } from '@anton/contracts';
import type { Executor, RunRequest } from '@anton/dispatcher';
import type { RunnerScript } from '../scripted-runner/runner-script';

/** An executor whose runs are played by the scripted runner, and the world around it. */
export interface ExecutorSubject {
  readonly executor: Executor;
  /** Another executor over the same world, as after a restart of the orchestrator. */
  again(): Promise<Executor>;
  /** How many runners began to work on the run. */
  starts(run: RunRequest): Promise<number>;
  /** How many processes of the run are alive. */
  living(run: RunRequest): Promise<number>;
  /** Kills the runner itself without a warning. */
  kill(run: RunRequest): Promise<void>;
  close(): Promise<void>;
}

const TASK_ID = 'datadog-payment-npe-k3v9q2m7xa';

/** How long a subject may take, in milliseconds: for a run to get somewhere, and for one promise as a whole. */
export interface ExecutorPatience {
  readonly stepMs: number;
  readonly testMs: number;
}

function runOf(script: RunnerScript, attempt = 1): RunRequest {
  return {
    taskId: TASK_ID,
    attempt,
    taskHash: 'a'.repeat(64),
    complexity: 'small',
    template: 'node-service',
    context: {
      'task.json': JSON.stringify({ taskId: TASK_ID, description: JSON.stringify(script) }),
      'route.json': JSON.stringify({ taskId: TASK_ID, attempt }),
    },
    deadlineAt: new Date(Date.now() + 60_000),
  };
}

/** The promises of every {@link Executor}. */
export function executorContract(
  name: string,
  makeSubject: () => Promise<ExecutorSubject>,
  { stepMs, testMs }: ExecutorPatience = { stepMs: 15_000, testMs: 60_000 },
): void {
  const PATIENCE = { timeout: stepMs, interval: 50 };
  describe(`${name} as an executor`, { timeout: testMs }, () => {
    let subject: ExecutorSubject;

    beforeEach(async () => {
      subject = await makeSubject();
    });
    afterEach(async () => {
      await subject.close();
    });

    const seen = async (run: RunRequest, executor = subject.executor) =>
      executor.inspect({ taskId: run.taskId, attempt: run.attempt, handle: null });
    const stop = async (run: RunRequest, reason: string) =>
      subject.executor.stop({ taskId: run.taskId, attempt: run.attempt, handle: null }, reason);
    const working = async (run: RunRequest) =>
      vi.waitFor(async () => expect(await subject.starts(run)).toBe(1), PATIENCE);
    const becomes = async (run: RunRequest, expected: object) =>
      vi.waitFor(async () => expect(await seen(run)).toMatchObject(expected), PATIENCE);

    it('starts a run and sees it work', async () => {
      const run = runOf({});
      expect(await subject.executor.start(run)).not.toBe('');
      await working(run);
      expect(await seen(run)).toEqual({ kind: 'running' });
    });

    it.each(['pr_opened', 'tests_failing'] satisfies RunStatus[])(
      'gives the report back: %s',
      async (status) => {
        const run = runOf({ status });
        await subject.executor.start(run);
        await becomes(run, { kind: 'finished', report: { taskId: TASK_ID, attempt: 1, status } });
      },
    );

    it('says when something about a run has changed', async () => {
      const told = vi.fn<() => void>();
      subject.executor.onChange(told);
      await subject.executor.start(runOf({ status: 'pr_opened' }));
      await vi.waitFor(() => expect(told).toHaveBeenCalled(), PATIENCE);
    });

    it('starts one attempt once, however often it is asked', async () => {
      const run = runOf({});
      const handles = await Promise.all([1, 2, 3, 4].map(async () => subject.executor.start(run)));
      handles.push(await (await subject.again()).start(run));
      expect(new Set(handles).size).toBe(1);
      await working(run);
      expect(await seen(run)).toEqual({ kind: 'running' });
    });

    it('does not start a finished attempt again, but the next one', async () => {
      const first = runOf({ status: 'pr_opened' });
      await subject.executor.start(first);
      await becomes(first, { kind: 'finished' });
      await subject.executor.start(first);
      const next = runOf({ status: 'pr_opened' }, 2);
      await subject.executor.start(next);
      await becomes(next, { kind: 'finished', report: { attempt: 2 } });
      expect(await subject.starts(first)).toBe(1);
    });

    it('reports a run as vanished that was never started', async () => {
      expect(await seen(runOf({}))).toMatchObject({ kind: 'vanished' });
    });

    it('reports a killed run as vanished, with a cause', async () => {
      const run = runOf({});
      await subject.executor.start(run);
      await working(run);
      await subject.kill(run);
      await becomes(run, { kind: 'vanished', cause: expect.stringMatching(/SIGKILL|137/) });
    });

    it('reports a run as vanished that ends without a report, whatever its exit status', async () => {
      const run = runOf({ print: 'cannot find the repository', exit: 0 });
      await subject.executor.start(run);
      await becomes(run, { kind: 'vanished', cause: expect.stringContaining('cannot find the repository') });
    });

    it('fails a run whose report cannot be read', async () => {
      const run = runOf({ garbage: true });
      await subject.executor.start(run);
      await becomes(run, { kind: 'failed', status: 'infra', cause: expect.stringContaining('report') });
    });

    it('finds a run again after a restart, while it works and when it has ended', async () => {
      const run = runOf({ afterMs: 1_000, status: 'pr_opened' });
      await subject.executor.start(run);
      await working(run);
      const other = await subject.again();
      expect(await seen(run, other)).toEqual({ kind: 'running' });
      await vi.waitFor(async () => expect((await seen(run, other)).kind).toBe('finished'), PATIENCE);
    });

    it('stops a run and everything it started, also what left its group and what ignores SIGTERM', async () => {
      const run = runOf({ grandchild: true, stubborn: true });
      await subject.executor.start(run);
      await working(run);
      await vi.waitFor(async () => expect(await subject.living(run)).toBe(2), PATIENCE);
      await stop(run, 'past its deadline');
      expect(await subject.living(run)).toBe(0);
      expect(await seen(run)).toMatchObject({
        kind: 'failed',
        status: 'timeout',
        cause: expect.stringContaining('past its deadline'),
      });
    });

    it('stops twice, and what is not there, without an error', async () => {
      const run = runOf({});
      await stop(run, 'nothing there');
      await subject.executor.start(run);
      await working(run);
      await stop(run, 'once');
      await stop(run, 'twice');
      expect(await seen(run)).toMatchObject({ kind: 'failed', cause: expect.stringContaining('once') });
    });

    it('keeps the report of a run that is stopped after it reported', async () => {
      const run = runOf({ status: 'pr_opened' });
      await subject.executor.start(run);
      await becomes(run, { kind: 'finished' });
      await stop(run, 'settled');
      expect(await seen(run)).toMatchObject({ kind: 'finished' });
    });

    it('leaves the deadline to the orchestrator', async () => {
      const run = { ...runOf({}), deadlineAt: new Date(Date.now() - 1) };
      await subject.executor.start(run);
      await working(run);
      expect(await seen(run)).toEqual({ kind: 'running' });
    });
  });
}
