import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

export const ANTON = resolve('dist/apps/anton/main.js');

/** A log line of an application. */
export type LogLine = Readonly<Record<string, unknown>>;

/** `anton start` as a process group of its own. */
export interface AntonProcess {
  readonly url: string;
  readonly pid: number;
  readonly lines: readonly LogLine[];
  /** SIGKILL to the whole group, as a machine that loses its power. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit status. */
  stop(): Promise<number | null>;
}

const DEADLINE_MS = 30_000;

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid ?? 0), name);
  } catch {
    // The group is gone already.
  }
}

/** Starts the whole line with `variables` and nothing else of this environment, and waits until it listens. */
export async function startAnton(variables: Readonly<Record<string, string>>): Promise<AntonProcess> {
  const child = spawn(process.execPath, ['--no-warnings', ANTON, 'start'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], HOST: '127.0.0.1', PORT: '0', ...variables },
  });
  const lines: LogLine[] = [];
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const listening = new Promise<string>((ready, fail) => {
    const late = setTimeout(() => fail(new Error('it does not listen')), DEADLINE_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = JSON.parse(line) as LogLine;
      lines.push(entry);
      const url = /listening on (http:\S+?)\/webhooks/.exec(String(entry['message']))?.[1];
      if (url === undefined) return;
      clearTimeout(late);
      ready(url);
    });
    void exited.then(([code]) => {
      clearTimeout(late);
      fail(new Error(`it ended with ${code}: ${errors.join('')}`));
    });
  });
  const url = await listening;
  return {
    url,
    pid: child.pid ?? 0,
    lines,
    kill: async () => {
      signal(child, 'SIGKILL');
      await exited;
    },
    stop: async () => {
      signal(child, 'SIGTERM');
      const [code] = await exited;
      return code;
    },
  };
}
