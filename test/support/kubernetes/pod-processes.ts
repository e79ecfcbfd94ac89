import { readdirSync, readFileSync } from 'node:fs';

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A process of this machine. */
export interface HostProcess {
  readonly pid: number;
  /** Its command line, arguments separated by blanks. */
  readonly command: string;
}

/** Everything that runs on this machine. */
export function allProcesses(): HostProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => ({
    pid: Number(pid),
    command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim(),
  }));
}

/**
 * The processes of a Pod whose node is this machine, but for the one that holds its namespaces: the kubelet names
 * control groups after the uid of the Pod. None for a Pod of another machine.
 */
export function processesOfPod(uid: string): HostProcess[] {
  const names = [uid, uid.replaceAll('-', '_')];
  return allProcesses().filter(
    ({ pid, command }) =>
      command !== '' &&
      !/^\/?pause\b/.test(command) &&
      names.some((name) => read(`/proc/${pid}/cgroup`).includes(name)),
  );
}

/** SIGKILL; one that has ended meanwhile does not matter. */
export function kill(processes: readonly HostProcess[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone.
    }
  }
}
