const PROBE_MS = 10_000;

/**
 * Namespaces of its own for processes, network, mounts, users, IPC and host name; no way back into a user namespace;
 * no capability. Whatever a command starts ends with it, as the namespace of processes ends.
 */
export const SEPARATION: readonly string[] = [
  '--unshare-user',
  '--disable-userns',
  '--unshare-pid',
  '--unshare-ipc',
  '--unshare-uts',
  '--unshare-cgroup-try',
  '--hostname',
  'anton',
  '--die-with-parent',
  '--cap-drop',
  'ALL',
];

/** Whether bubblewrap can be used on this machine, and if not, why. */
export type BubblewrapFinding =
  { readonly usable: true; readonly version: string } | { readonly usable: false; readonly reason: string };

async function probe(): Promise<BubblewrapFinding> {
  if (process.platform !== 'linux') return { usable: false, reason: 'bubblewrap exists on Linux only' };
  const { execa } = await import('execa');
  const version = await execa('bwrap', ['--version'], { reject: false, timeout: PROBE_MS });
  if (version.failed) return { usable: false, reason: 'bubblewrap is not installed' };
  const trial = [
    ...SEPARATION,
    '--unshare-net',
    '--ro-bind',
    '/',
    '/',
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    'true',
  ];
  const result = await execa('bwrap', trial, { reject: false, timeout: PROBE_MS });
  return result.failed
    ? {
        usable: false,
        reason: `bubblewrap does not work here: ${result.stderr.trim() || result.shortMessage}`,
      }
    : { usable: true, version: version.stdout.trim() };
}

let found: Promise<BubblewrapFinding> | undefined;

/** Tries once in a process whether bubblewrap works here: it does not in an unprivileged container. */
export function findBubblewrap(): Promise<BubblewrapFinding> {
  found ??= probe();
  return found;
}
