import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** The name of an owner: machine, process, when that process started, and which owner in it. */
const SEPARATOR = '/';

/**
 * What tells a process from a later one with the same number: its start in clock ticks since boot (field 22 of
 * /proc/PID/stat, https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html). Null when there is no such process.
 * Without /proc it is only known that one with the number lives.
 */
function startOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? '');
  } catch {
    return '';
  }
}

/** A new name for an owner in this process: of claims, of a lease. */
export function newProcessOwner(): string {
  return [hostname(), process.pid, startOf(process.pid), randomUUID()].join(SEPARATOR);
}

/** True when `owner` was a process of this machine that is gone; of another machine nothing can be said. */
export function isDeadOwner(owner: string): boolean {
  const [host, pid, start] = owner.split(SEPARATOR);
  return host === hostname() && startOf(Number(pid)) !== start;
}
