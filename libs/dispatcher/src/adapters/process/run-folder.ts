import { mkdir, open, readFile, realpath, rm, symlink, writeFile, type FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseRunReport, type RunReport } from '@anton/contracts';
import { BadContextFileError } from './process-executor.errors';

/** run.json: which process the run is. */
export interface RunProcess {
  readonly pid: number;
  readonly started: string;
  readonly command: readonly string[];
  readonly startedAt: string;
}

/** What report.json holds. */
export type ReportReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'report'; readonly report: RunReport }
  | { readonly kind: 'unreadable'; readonly problem: string };

const CONTEXT_FILE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,200}$/;
const LOG_TAIL_BYTES = 4_096;
const LOG_TAIL_LINES = 5;

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * The folder of one attempt, `<runsDir>/<taskId>-r<attempt>`: `context/`, `runner.log`, `run.json`, `stop.json`,
 * `report.json`, `trajectory.jsonl`, and `work/`, which is the runner's own. Readable by this user only.
 */
export class RunFolder {
  readonly path: string;
  readonly context: string;
  readonly report: string;
  readonly work: string;
  readonly trajectory: string;
  private readonly log: string;
  private readonly record: string;
  private readonly stop: string;

  constructor(
    private readonly runsDir: string,
    readonly run: { readonly taskId: string; readonly attempt: number },
  ) {
    this.path = join(resolve(runsDir), `${run.taskId}-r${run.attempt}`);
    this.context = join(this.path, 'context');
    this.report = join(this.path, 'report.json');
    this.work = join(this.path, 'work');
    this.trajectory = join(this.path, 'trajectory.jsonl');
    this.log = join(this.path, 'runner.log');
    this.record = join(this.path, 'run.json');
    this.stop = join(this.path, 'stop.json');
  }

  /** True for exactly one caller, ever: the one that made the folder. */
  async claim(): Promise<boolean> {
    await mkdir(join(this.path, '..'), { recursive: true, mode: 0o700 });
    try {
      await mkdir(this.path, { mode: 0o700 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  /**
   * Takes over what the attempt before left, if it ended without a report and is not `alive`: its work and its
   * trajectory, where they are, for they name themselves by their place. Links show where that is.
   */
  async goOn(
    alive: (folder: RunFolder) => Promise<boolean>,
  ): Promise<Pick<RunFolder, 'work' | 'trajectory'>> {
    const { taskId, attempt } = this.run;
    const before = new RunFolder(this.runsDir, { taskId, attempt: attempt - 1 });
    const isLost = (await before.readReport()).kind === 'none' && !(await alive(before));
    const left = isLost ? await before.left() : null;
    if (left === null) return this;
    await symlink(left.work, this.work);
    await symlink(left.trajectory, this.trajectory);
    return left;
  }

  private async left(): Promise<Pick<RunFolder, 'work' | 'trajectory'> | null> {
    try {
      return { work: await realpath(this.work), trajectory: await realpath(this.trajectory) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Gives the claim up, with all that was written. */
  async discard(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  async writeContext(files: Readonly<Record<string, string>>): Promise<void> {
    await mkdir(this.context, { mode: 0o700 });
    for (const [name, text] of Object.entries(files)) {
      if (!CONTEXT_FILE.test(name)) throw new BadContextFileError(name);
      await writeFile(join(this.context, name), text, { mode: 0o600, flag: 'wx' });
    }
  }

  openLog(): Promise<FileHandle> {
    return open(this.log, 'a', 0o600);
  }

  async writeProcess(record: RunProcess): Promise<void> {
    await writeFile(this.record, JSON.stringify(record), { mode: 0o600, flag: 'wx' });
  }

  /** Null when the folder is absent, or a crash came before the record was whole. */
  async readProcess(): Promise<RunProcess | null> {
    const text = await textOf(this.record);
    try {
      return text === null ? null : (JSON.parse(text) as RunProcess);
    } catch {
      return null;
    }
  }

  /** Keeps why the run is being stopped, so that it is known after a restart; the first reason stays. */
  async noteStop(reason: string): Promise<void> {
    if ((await textOf(this.stop)) === null)
      await writeFile(this.stop, JSON.stringify({ reason }), { mode: 0o600 });
  }

  /** Why the run was stopped, or null. */
  async readStop(): Promise<string | null> {
    const text = await textOf(this.stop);
    return text === null ? null : (JSON.parse(text) as { reason: string }).reason;
  }

  async readReport(): Promise<ReportReading> {
    const text = await textOf(this.report);
    if (text === null) return { kind: 'none' };
    try {
      const report = parseRunReport(JSON.parse(text));
      if (report.taskId === this.run.taskId && report.attempt === this.run.attempt)
        return { kind: 'report', report };
      return { kind: 'unreadable', problem: `it is of ${report.taskId}, attempt ${report.attempt}` };
    } catch (error) {
      return { kind: 'unreadable', problem: error instanceof Error ? error.message : String(error) };
    }
  }

  /** The last lines of the runner's output as one line, at most 5 and 4 KiB. */
  async logTail(): Promise<string> {
    const log = await open(this.log, 'r').catch(() => null);
    if (log === null) return '';
    try {
      const { size } = await log.stat();
      const length = Math.min(size, LOG_TAIL_BYTES);
      const { buffer, bytesRead } = await log.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.toString('utf8', 0, bytesRead).trim().split('\n').slice(-LOG_TAIL_LINES).join(' | ');
    } finally {
      await log.close();
    }
  }
}
