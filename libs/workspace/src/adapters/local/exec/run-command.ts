import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { WorkspaceError } from '../../../workspace.errors';
import type { ExecRequest, ExecResult } from '../../../workspace.port';
import { CommandLimits } from './command-limits';
import type { Sandbox } from '../sandbox/sandbox';
import { OutputRecorder } from './output-recorder';
import { sweep } from './process-sweep';

/** Where and as what a command runs. */
export interface CommandPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly execId: string;
  readonly logFile: string;
  readonly logPath: string;
  readonly sandbox: Sandbox | null;
}

/** How long the pipes may stay open after the last known process has gone. */
const CLOSE_MS = 2_000;
/** No core dumps in the tree; then the command, in the same shell and on the same line: a second start takes a millisecond. */
const LIMITED = 'ulimit -c 0; ';

/**
 * `bash -c` in a session of its own, without a terminal or input. When it resolves, nothing of it runs any more; without a
 * PID namespace of its own, nothing that can be found ({@link sweep}).
 */
export async function runCommand(request: ExecRequest, place: CommandPlace): Promise<ExecResult> {
  const started = performance.now();
  const script = LIMITED + request.command;
  const { program, args } = place.sandbox?.launch(script, [], place.cwd) ?? {
    program: 'bash',
    args: ['-c', script],
  };
  const child = spawn(program, args, {
    cwd: place.cwd,
    env: place.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Only now: a thread that opens the log slows the fork down.
  const recorder = new OutputRecorder(place.logFile, place.logPath);
  const limits = new CommandLimits(request, () => endOf(child, place.execId));
  for (const stream of [child.stdout, child.stderr]) record(stream, recorder, limits);
  try {
    const [exitCode, signal] = await exitOf(child);
    limits.stop();
    await endOf(child, place.execId);
    await closed(child.stdout, child.stderr);
    const output = await recorder.end();
    const durationMs = Math.round(performance.now() - started);
    return { exitCode, signal, ended: limits.ended, output, durationMs };
  } finally {
    limits.stop();
    await recorder.abandon();
  }
}

/** What spawn(2) says where a program is missing or may not be executed; anything else is no fault of the image. */
const NO_PROGRAM = new Set(['ENOENT', 'EACCES']);

/** @throws WorkspaceError when there is no shell */
async function exitOf(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  try {
    return (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!NO_PROGRAM.has(code)) throw error;
    throw new WorkspaceError(
      'workspace_no_shell',
      `no command can be started here: ${message}`,
      'Use an image with bash in its PATH.',
      error,
    );
  }
}

async function endOf({ pid }: ChildProcess, execId: string): Promise<void> {
  if (pid !== undefined) await sweep({ pid, execId });
}

/** Output goes to the recorder as fast as the recorder's disk takes it. */
function record(stream: Readable, recorder: OutputRecorder, limits: CommandLimits): void {
  stream.on('data', (chunk: Buffer) => {
    limits.heard();
    if (recorder.take(chunk)) return;
    stream.pause();
    void recorder.drained().then(() => stream.resume());
  });
}

/** Waits for the end of both streams; one that an unknown process holds open is dropped. */
async function closed(...streams: Readable[]): Promise<void> {
  const late = setTimeout(() => streams.forEach((stream) => stream.destroy()), CLOSE_MS);
  await Promise.all(streams.filter((stream) => !stream.closed).map((stream) => once(stream, 'close')));
  clearTimeout(late);
}
