import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { WorkspaceProcess } from '../../../workspace.port';
import type { Sandbox } from '../sandbox/sandbox';
import { sweep } from './process-sweep';

/** Where and as what a program runs. */
export interface ProgramPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly execId: string;
  readonly sandbox: Sandbox | null;
}

/** Of standard error, to say why a program ended; in characters. */
const ERRORS_KEPT = 2_000;
/** How long its output can still be read after its end. */
const PIPE_MS = 2_000;
/** No core dumps in the tree; then the program, in the place of the shell. */
const LIMITED = 'ulimit -c 0; exec "$@"';

/** Ends when the program does, by itself or because of {@link sweep}, and everything that it started is gone. */
async function endOf(child: ChildProcess, execId: string): Promise<number | null> {
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  if (child.pid !== undefined) await sweep({ pid: child.pid, execId });
  // What it wrote last may still be read; an unknown process that holds the pipes open is not waited for.
  setTimeout(
    () => [child.stdin, child.stdout, child.stderr].forEach((pipe) => pipe?.destroy()),
    PIPE_MS,
  ).unref();
  return exitCode;
}

/** A program in a session of its own, without a terminal, that goes on until it ends or is stopped. */
export async function startProcess(
  command: readonly string[],
  { cwd, env, execId, sandbox }: ProgramPlace,
): Promise<WorkspaceProcess> {
  const { program, args } = sandbox?.launch(LIMITED, command, cwd) ?? {
    program: 'sh',
    args: ['-c', LIMITED, 'bash', ...command],
  };
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  await once(child, 'spawn');
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-ERRORS_KEPT);
  });
  // A program that has gone reads no more: its end says so.
  child.stdin.on('error', () => undefined);
  const ended = endOf(child, execId);
  return {
    input: child.stdin,
    output: child.stdout,
    ended,
    errors: () => errors,
    stop: async () => {
      child.stdin.end();
      if (child.exitCode === null && child.pid !== undefined) await sweep({ pid: child.pid, execId });
      await ended;
    },
  };
}
