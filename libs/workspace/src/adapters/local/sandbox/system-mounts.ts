import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** Folders of the system that every program needs; on merged systems most of them are links into /usr. */
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
const CONFIGURATION = '/etc';
const EVERYONE_READS = 0o004;
const EVERYONE_ENTERS = 0o005;
/** How deep private files are looked for below /etc. */
const DEPTH = 4;
/** Bytes of /tmp; large files belong into TMPDIR, which lies on the disk. */
const TMP_BYTES = 2 * 1024 ** 3;

function isPublic(stats: Stats): boolean {
  const needed = stats.isDirectory() ? EVERYONE_ENTERS : EVERYONE_READS;
  return (stats.mode & needed) === needed;
}

/** Covers what not everybody may read, where the sandbox's user is root outside, who may. */
function covers(folder: string, depth = 1): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) return [];
    if (!isPublic(lstatSync(path)))
      return entry.isDirectory() ? ['--tmpfs', path] : ['--ro-bind', '/dev/null', path];
    return entry.isDirectory() && depth < DEPTH ? covers(path, depth + 1) : [];
  });
}

function systemFolder(path: string): string[] {
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink()
    ? ['--symlink', readlinkSync(path), path]
    : ['--ro-bind', path, path];
}

/**
 * What a command sees of the machine, for bubblewrap: programs and public configuration, read-only; no file of a user.
 * Few mounts, since every command makes them anew.
 */
export function systemMounts(): string[] {
  return [
    ...SYSTEM.flatMap(systemFolder),
    '--ro-bind',
    CONFIGURATION,
    CONFIGURATION,
    ...(process.getuid?.() === 0 ? covers(CONFIGURATION) : []),
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--size',
    String(TMP_BYTES),
    '--tmpfs',
    '/tmp',
    '--dir',
    '/run',
    '--dir',
    '/var/tmp',
  ];
}

/** The names of hosts, where the machine keeps them outside /etc: for a command that has the network. */
export function nameMounts(): string[] {
  const file = join(CONFIGURATION, 'resolv.conf');
  if (!existsSync(file) || !lstatSync(file).isSymbolicLink()) return [];
  const target = realpathSync(file);
  return ['--ro-bind', target, target];
}
