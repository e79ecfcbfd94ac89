import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 10;
/** A killed process goes as soon as the kernel lets it; one that hangs in it must not hold the run for ever. */
const GIVE_UP_MS = 15_000;

/** The state of a process by proc(5): the field after the name in brackets; empty when there is none. */
function stateOf(pid: string): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  } catch {
    return '';
  }
}

function others(): string[] {
  return readdirSync('/proc').filter(
    (name) =>
      /^\d+$/.test(name) && !['1', String(process.pid)].includes(name) && !'ZX'.includes(stateOf(name)),
  );
}

/** Ends all other processes by `end` until none is left: one that is being killed may still be writing. */
export async function othersGone(end: () => void): Promise<void> {
  const giveUp = performance.now() + GIVE_UP_MS;
  do {
    end();
    await delay(POLL_MS);
  } while (others().length > 0 && performance.now() < giveUp);
}

function isClosed(pid: string): boolean {
  return statSync(`/proc/${pid}/environ`).uid !== process.getuid?.();
}

/**
 * Whether other processes of this user can neither trace nor change this one and its init. The kernel gives their files
 * in /proc to root when they were started from a program that the user may execute and not read (ptrace(2): dumpable).
 */
export function isSealed(): boolean {
  return process.platform === 'linux' && isClosed('self') && isClosed('1');
}
