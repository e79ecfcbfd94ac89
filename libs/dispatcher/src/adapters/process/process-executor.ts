import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { isAntonError } from '@anton/contracts';
import { Redactor } from '@anton/platform';
import { Executor, ExecutorProvider, type RunObservation, type RunRequest } from '../../executor.port';
import { endProcessTree } from './end-process-tree';
import { RunnerNotStartedError } from './process-executor.errors';
import {
  DEFAULT_KILL_GRACE_MS,
  PROCESS_EXECUTOR_OPTIONS,
  type ProcessExecutorOptions,
} from './process-executor.options';
import { processTable } from './process-table';
import { RunFolder } from './run-folder';

type RunName = Pick<RunRequest, 'taskId' | 'attempt'>;

/**
 * Runs a task in a process of its own on this machine. The process leads its own session and writes to files, so it
 * outlives the orchestrator and is found again by its pid and start time. The secrets, sent through its standard
 * input after run.json is written, are also the permission to work: a runner that reads none must end, so no run
 * goes on that nobody could find again.
 */
@ExecutorProvider('process')
@Injectable()
export class ProcessExecutor extends Executor {
  private readonly logger = new Logger(ProcessExecutor.name);
  private readonly table = processTable();
  private readonly listeners = new Set<() => void>();
  private readonly exits = new Map<string, string>();
  private readonly redactor: Redactor;

  constructor(@Inject(PROCESS_EXECUTOR_OPTIONS) private readonly options: ProcessExecutorOptions) {
    super();
    this.redactor = new Redactor(Object.values(options.secrets));
  }

  /** Returns the path of the run's folder. @throws RunnerNotStartedError, BadContextFileError; nothing is left then. */
  override async start(run: RunRequest): Promise<string> {
    const folder = this.folderOf(run);
    if (await folder.claim()) await this.launch(folder, run.context);
    return folder.path;
  }

  override async inspect(run: RunName): Promise<RunObservation> {
    const folder = this.folderOf(run);
    const alive = await this.isAlive(folder);
    const reading = await folder.readReport();
    if (reading.kind === 'report') return { kind: 'finished', report: reading.report };
    if (alive) return { kind: 'running' };
    const cause = await this.causeOf(folder);
    if (reading.kind === 'unreadable') {
      const detail = `the report cannot be read: ${reading.problem}; ${cause}`;
      return { kind: 'failed', status: 'infra', cause: detail };
    }
    const stopped = await folder.readStop();
    return stopped === null
      ? { kind: 'vanished', cause }
      : { kind: 'failed', status: 'timeout', cause: `stopped: ${stopped}` };
  }

  /** A run that has reported gets the grace to end by itself before it is killed; any other gets SIGTERM first. */
  override async stop(run: RunName, reason: string): Promise<void> {
    const folder = this.folderOf(run);
    const leader = await folder.readProcess();
    if (leader === null) return;
    if (await this.isAlive(folder)) await folder.noteStop(reason);
    const reported = (await folder.readReport()).kind === 'report';
    const graceMs = this.options.killGraceMs ?? DEFAULT_KILL_GRACE_MS;
    await endProcessTree(this.table, leader, { graceMs, gently: !reported });
    this.exits.delete(folder.path);
  }

  override onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  private folderOf(run: RunName): RunFolder {
    return new RunFolder(this.options.runsDir, { taskId: run.taskId, attempt: run.attempt });
  }

  private async launch(folder: RunFolder, context: RunRequest['context']): Promise<void> {
    const [program = '', ...leading] = this.options.command;
    let child: ChildProcess | undefined;
    try {
      await folder.writeContext(context);
      const { work, trajectory } = await folder.goOn((before) => this.isAlive(before));
      const files = ['--context', folder.context, '--report', folder.report];
      const args = [...leading, 'run', ...files, '--work', work, '--trajectory', trajectory];
      child = await this.spawn(folder, program, args);
      const pid = child.pid ?? 0;
      const started = (await this.table.find(pid))?.started ?? '';
      await folder.writeProcess({
        pid,
        started,
        command: [program, ...args],
        startedAt: new Date().toISOString(),
      });
      child.stdin?.end(JSON.stringify(this.options.secrets));
    } catch (error) {
      child?.kill('SIGKILL');
      await folder.discard();
      throw isAntonError(error) ? error : new RunnerNotStartedError(program, error);
    }
  }

  private async spawn(folder: RunFolder, program: string, args: readonly string[]): Promise<ChildProcess> {
    const log = await folder.openLog();
    try {
      const child = spawn(program, args, {
        cwd: folder.path,
        detached: true,
        env: { ...this.options.environment, ANTON_SECRETS_FD: '0' },
        stdio: ['pipe', log.fd, log.fd],
      });
      child.once('exit', (code, signal) => this.noteExit(folder.path, code, signal));
      child.stdin?.on('error', (error) =>
        this.logger.warn(`a runner did not read its secrets: ${error.message}`),
      );
      await once(child, 'spawn');
      child.unref();
      return child;
    } finally {
      await log.close();
    }
  }

  private noteExit(path: string, code: number | null, signal: NodeJS.Signals | null): void {
    this.exits.set(path, signal === null ? `exit status ${code}` : `killed by ${signal}`);
    for (const listener of this.listeners) listener();
  }

  private async isAlive(folder: RunFolder): Promise<boolean> {
    const record = await folder.readProcess();
    return record !== null && (await this.table.find(record.pid))?.started === record.started;
  }

  private async causeOf(folder: RunFolder): Promise<string> {
    const record = await folder.readProcess();
    if (record === null) return 'the runner was never started';
    const exit = this.exits.get(folder.path);
    const tail = this.redactor.redact(await folder.logTail());
    const how = `process ${record.pid} is gone${exit === undefined ? '' : ` (${exit})`}`;
    return tail === '' ? `${how}; it printed nothing` : `${how}; its last lines: ${tail}`;
  }
}
