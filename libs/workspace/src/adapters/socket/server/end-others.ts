import { readFileSync } from 'node:fs';

/** The program of process 1 started this one, and nothing but what this one starts lives beside them. */
function ownsItsProcesses(program: string): boolean {
  if (process.platform !== 'linux' || process.ppid !== 1 || process.pid === 1) return false;
  try {
    return readFileSync('/proc/1/cmdline', 'utf8').split('\0').includes(program);
  } catch {
    return false;
  }
}

/**
 * Ends every process of the container but its init and this one, in one call that no process can outrun by forking:
 * kill(2) with -1 spares the caller and process 1. Null where the PID namespace is not the exec server's own, as on a
 * laptop, where it would end what belongs to others. `program` is the file that process 1 was told to start.
 */
export function endOthers(program: string): (() => void) | null {
  if (!ownsItsProcesses(program)) return null;
  return () => {
    try {
      process.kill(-1, 'SIGKILL');
    } catch {
      // ESRCH: there is nobody else.
    }
  };
}
