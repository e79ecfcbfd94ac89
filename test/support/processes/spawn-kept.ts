import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { existsSync } from 'node:fs';

const SETPRIV = '/usr/bin/setpriv';

const kept = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of kept) child.kill('SIGKILL');
});

export interface KeptOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdio: StdioOptions;
  /** Another user to run as; only root may. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Starts a program that does not outlive this process, however this process ends: on Linux the kernel kills it
 * (setpriv of util-linux), elsewhere an exit handler does. Its pid is the program's own.
 */
export function spawnKept(command: string, args: readonly string[], options: KeptOptions): ChildProcess {
  const line = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', '--', command] : [command];
  const [program = command, ...rest] = [...line, ...args];
  const child = spawn(program, rest, { env: { ...options.env }, stdio: options.stdio, ...options.user });
  kept.add(child);
  child.once('exit', () => kept.delete(child));
  return child;
}
