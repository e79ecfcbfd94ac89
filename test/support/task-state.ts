import { execa } from 'execa';
import { vi } from 'vitest';
import { ANTON } from './anton-process';

/** A task as `anton task show --json` prints it. */
export interface ShownTask {
  readonly state: string;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly route: Readonly<Record<string, unknown>> | null;
  readonly runs: readonly {
    readonly attempt: number;
    readonly state: string;
    readonly report: Readonly<Record<string, unknown>> | null;
  }[];
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

export async function showTask(data: string, taskId: string): Promise<ShownTask> {
  const { stdout } = await execa(
    process.execPath,
    ['--no-warnings', ANTON, 'task', 'show', taskId, '--json'],
    {
      env: { PATH: process.env['PATH'], ANTON_DATA_DIR: data },
      extendEnv: false,
    },
  );
  return JSON.parse(stdout) as ShownTask;
}

/** Waits until a task is in a state. */
export function untilTask(
  data: string,
  taskId: string,
  isThere: (task: ShownTask) => boolean,
  timeout = 60_000,
): Promise<ShownTask> {
  return vi.waitFor(
    async () => {
      const task = await showTask(data, taskId);
      if (!isThere(task)) throw new Error(`${taskId} is ${task.state}: ${task.reason ?? ''}`);
      return task;
    },
    { timeout, interval: 400 },
  );
}
