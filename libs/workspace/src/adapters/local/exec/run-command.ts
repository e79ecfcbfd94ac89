import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { ExecRequest, ExecResult } from '../../../workspace.port';
import { OutputRecorder } from './output-recorder';
import { signalGroup, sweep } from './process-sweep';

/** Where and as what a command runs. */
export interface CommandPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly execId: string;
  readonly logFile: string;
  readonly logPath: string;
}

const KILL_AFTER_MS = 5_000;
const CLOSE_MS = 5_000;

/** `bash -c` in a session of its own, without a terminal or input. When it resolves, nothing of it runs any more. */
export async function runCommand(request: ExecRequest, place: CommandPlace): Promise<ExecResult> {
  const started = performance.now();
  const recorder = new OutputRecorder(place.logFile, place.logPath);
  const child = spawn('bash', ['-c', request.command], {
    cwd: place.cwd,
    env: place.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid ?? 0;
  let ended: ExecResult['ended'] = 'exited';
  let kill: NodeJS.Timeout | undefined;
  const end = (reason: ExecResult['ended']): void => {
    if (ended !== 'exited' || pid === 0) return;
    ended = reason;
    signalGroup(pid, 'SIGTERM');
    kill = setTimeout(() => signalGroup(pid, 'SIGKILL'), KILL_AFTER_MS);
  };
  const timeout = setTimeout(() => end('timeout'), request.timeoutMs);
  const idle =
    request.idleTimeoutMs === undefined ? undefined : setTimeout(() => end('idle'), request.idleTimeoutMs);
  const abort = (): void => end('aborted');
  if (request.signal?.aborted === true) abort();
  request.signal?.addEventListener('abort', abort, { once: true });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      idle?.refresh();
      if (recorder.take(chunk)) return;
      stream.pause();
      void recorder.drained().then(() => stream.resume());
    });
  }
  try {
    const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>(
      (resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }));
      },
    );
    await sweep(pid, place.execId);
    await closed(child.stdout, child.stderr);
    const output = await recorder.end();
    return { exitCode: code, signal, ended, output, durationMs: Math.round(performance.now() - started) };
  } finally {
    clearTimeout(timeout);
    clearTimeout(idle);
    clearTimeout(kill);
    request.signal?.removeEventListener('abort', abort);
  }
}

/** Waits until both streams have given everything. Nobody holds their other end any more; one that is kept open all the same is dropped. */
async function closed(...streams: Readable[]): Promise<void> {
  const late = setTimeout(() => streams.forEach((stream) => stream.destroy()), CLOSE_MS);
  await Promise.all(streams.filter((stream) => !stream.closed).map((stream) => once(stream, 'close')));
  clearTimeout(late);
}
