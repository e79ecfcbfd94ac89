import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnKept } from '../processes/spawn-kept';
import type { PostgresFolder } from './postgres-folder';

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}

/** The operating system's side of a server: its postmaster and the processes of its connections. */
export class PostgresProcess {
  private postmaster: ChildProcess | undefined;

  constructor(
    private readonly folder: PostgresFolder,
    private readonly port: number,
  ) {}

  get running(): boolean {
    const { postmaster } = this;
    return postmaster !== undefined && postmaster.exitCode === null && postmaster.signalCode === null;
  }

  spawn(): void {
    const args = this.folder.serverArguments(this.port);
    this.postmaster = spawnKept(join(this.folder.bin, 'postgres'), args, {
      env: this.folder.variables(),
      stdio: 'ignore',
      user: this.folder.user,
    });
  }

  /** SIGKILL to all of them at once: the next start recovers from the log of writes. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** SIGINT to the postmaster: it closes the connections, writes everything and ends. */
  stop(): Promise<void> {
    return this.end('SIGINT');
  }

  /** SIGSTOP: connections stay open and nothing answers; or its end, SIGCONT. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    for (const pid of this.pids()) signal(pid, name);
  }

  private async end(name: 'SIGKILL' | 'SIGINT'): Promise<void> {
    if (!this.running || this.postmaster === undefined) return;
    const ended = once(this.postmaster, 'exit');
    const pids = name === 'SIGINT' ? this.pids().slice(0, 1) : this.pids();
    for (const pid of pids) signal(pid, name);
    await ended;
  }

  /** The postmaster first. */
  private pids(): readonly number[] {
    const pid = this.postmaster?.pid;
    if (pid === undefined) return [];
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return [pid, ...children.filter(Boolean).map(Number)];
  }
}
