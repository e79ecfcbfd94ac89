import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { ANTON } from './anton-process';

type Variables = Readonly<Record<string, string>>;

/** What a command printed and how it ended. */
export interface CommandAnswer {
  readonly status: number | undefined;
  readonly out: string;
  readonly err: string;
  /** Of a command that prints one JSON object a line. */
  objects(): readonly Readonly<Record<string, unknown>>[];
}

/** Runs a command of the operator with `variables` and nothing else of this environment. */
export async function anton(variables: Variables, ...words: readonly string[]): Promise<CommandAnswer> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, ['--no-warnings', ANTON, ...words], {
    env: { PATH: process.env['PATH'], ...variables },
    extendEnv: false,
    reject: false,
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  const objects = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { status: exitCode, out: stdout, err: stderr, objects };
}

/** Runs a replay with `--json` and calls `then` once, when it has told of `count` deliveries or dead letters. */
export async function replayUntil(
  variables: Variables,
  count: number,
  then: (kill: () => void) => void,
  words: readonly string[] = ['ingest', 'replay'],
): Promise<{
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly told: number;
}> {
  const replay = spawn(process.execPath, ['--no-warnings', ANTON, ...words, '--json'], {
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = 0;
  createInterface({ input: replay.stdout }).on('line', () => {
    told += 1;
    if (told === count) then(() => void replay.kill('SIGKILL'));
  });
  const [status, signal] = (await once(replay, 'close')) as [number | null, NodeJS.Signals | null];
  return { status, signal, told };
}
