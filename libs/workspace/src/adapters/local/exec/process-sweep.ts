import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const GRACE_MS = 5_000;
const POLL_MS = 50;
/** A killed process that nobody reaps must not hold the run for ever. */
const GIVE_UP_MS = 15_000;

function environHas(pid: string, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
  } catch {
    return false;
  }
}

function isZombie(pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return true;
  }
}

/** Processes that a command left, also those that changed their group and session: found by its mark in /proc. Linux only. */
function leftovers(execId: string): number[] {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
    return pids.filter((pid) => environHas(pid, `ANTON_EXEC_ID=${execId}\0`) && !isZombie(pid)).map(Number);
  } catch {
    return [];
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone, which is what was wanted.
  }
}

/** Tells a process group to end. */
export function signalGroup(pid: number, name: NodeJS.Signals): void {
  signal(-pid, name);
}

function groupExists(pid: number): boolean {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}

/** Ends the group of `pid` and everything that carries `execId`: SIGTERM, five seconds, SIGKILL. Returns when all are gone. */
export async function sweep(pid: number, execId: string): Promise<void> {
  const started = Date.now();
  const isAlive = (): boolean => groupExists(pid) || leftovers(execId).length > 0;
  for (const left of leftovers(execId)) signal(left, 'SIGTERM');
  signalGroup(pid, 'SIGTERM');
  while (isAlive() && Date.now() - started < GIVE_UP_MS) {
    if (Date.now() - started > GRACE_MS) {
      signalGroup(pid, 'SIGKILL');
      for (const left of leftovers(execId)) signal(left, 'SIGKILL');
    }
    await delay(POLL_MS);
  }
}
