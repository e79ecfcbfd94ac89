import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** One process. `pid` and `started` together name it for ever: a reused pid has another start time. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Opaque; equal for the same process at every reading. */
  readonly started: string;
}

/** The living processes of this machine; zombies do not count as living. */
export interface ProcessTable {
  find(pid: number): Promise<ProcessEntry | null>;
  list(): Promise<readonly ProcessEntry[]>;
}

const PS_TIMEOUT_MS = 5_000;
const PS_COLUMNS = 'pid=,ppid=,pgid=,stat=,lstart=';
const PS_LINE = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*?)\s*$/;

/** Reads `/proc/<pid>/stat`: parent is field 4, group 5, start time (clock ticks since boot) 22 (proc(5)). */
export class ProcTable implements ProcessTable {
  async find(pid: number): Promise<ProcessEntry | null> {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    if (stat === null) return null;
    const [state, parent, group, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    return { pid, parent: Number(parent), group: Number(group), started: rest[16] ?? '' };
  }

  async list(): Promise<readonly ProcessEntry[]> {
    const names = await readdir('/proc');
    const found = await Promise.all(
      names.filter((name) => /^\d+$/.test(name)).map((n) => this.find(Number(n))),
    );
    return found.filter((entry) => entry !== null);
  }
}

/** Asks `ps`, for systems without `/proc`; its start time has a resolution of one second. */
export class PsTable implements ProcessTable {
  async find(pid: number): Promise<ProcessEntry | null> {
    return (await this.ps(['-p', String(pid)]))[0] ?? null;
  }

  async list(): Promise<readonly ProcessEntry[]> {
    return this.ps(['-A']);
  }

  private async ps(selection: readonly string[]): Promise<ProcessEntry[]> {
    const { stdout } = await promisify(execFile)('ps', [...selection, '-o', PS_COLUMNS], {
      timeout: PS_TIMEOUT_MS,
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    }).catch((error: { code?: unknown; stdout?: string }) => {
      if (error.code === 1) return { stdout: '' };
      throw error;
    });
    return stdout.split('\n').flatMap((line) => {
      const [, pid, parent, group, state, started] = PS_LINE.exec(line) ?? [];
      if (started === undefined || state?.startsWith('Z') === true) return [];
      return [{ pid: Number(pid), parent: Number(parent), group: Number(group), started }];
    });
  }
}

/** The table of this system. */
export function processTable(): ProcessTable {
  return existsSync('/proc/self/stat') ? new ProcTable() : new PsTable();
}
