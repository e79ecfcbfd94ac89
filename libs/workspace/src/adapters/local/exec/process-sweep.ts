import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** From SIGTERM to SIGKILL; with the kill itself a command is gone five seconds after its limit. */
const GRACE_MS = 4_500;
const POLL_MS = 50;
/** The name of bubblewrap's processes. */
const SANDBOX = 'bwrap';
/** A process that the kernel does not let go (a dead network mount) must not hold the run for ever. */
const GIVE_UP_MS = 15_000;

/** Everything of one command: its process group, and the mark in the environment of all that it started. */
export interface CommandProcesses {
  /** Of `bash`, which leads the group. */
  readonly pid: number;
  readonly execId: string;
}

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}

/** The fields of /proc/PID/stat after the name in brackets (proc(5)): state, parent, group. */
function isRunningMember(pid: string, { pid: group, execId }: CommandProcesses): boolean {
  const stat = readProc(`${pid}/stat`);
  const [state, , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || state === '' || state === 'Z' || state === 'X') return false;
  return Number(pgrp) === group || readProc(`${pid}/environ`).includes(`ANTON_EXEC_ID=${execId}\0`);
}

/**
 * What still runs of a command, also what changed its group and session. Linux only: elsewhere nothing is found.
 * A process that clears its environment and leaves the group is not found: only a PID namespace holds that one.
 */
function membersOf(processes: CommandProcesses): number[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.filter((pid) => isRunningMember(pid, processes)).map(Number);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone, which is what was wanted.
  }
}

function killAll(processes: CommandProcesses): void {
  signal(-processes.pid, 'SIGKILL');
  for (const pid of membersOf(processes)) signal(pid, 'SIGKILL');
}

/** Asks to end. The sandbox's own process is left: with it everything else would be gone at once, without its grace. */
function ask(processes: CommandProcesses): void {
  for (const pid of membersOf(processes))
    if (readProc(`${pid}/comm`).trim() !== SANDBOX) signal(pid, 'SIGTERM');
}

/** Ends a command and all that is found of what it started: SIGTERM, a grace, SIGKILL. Resolves when nothing is found any more. */
export async function sweep(processes: CommandProcesses): Promise<void> {
  const started = performance.now();
  ask(processes);
  while (membersOf(processes).length > 0 && performance.now() - started < GIVE_UP_MS) {
    if (performance.now() - started > GRACE_MS) killAll(processes);
    await delay(POLL_MS);
  }
  signal(-processes.pid, 'SIGKILL');
}
