import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** Folders of the system that every program needs; on merged systems most of them are links into /usr. */
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
/** Comes with the sandbox: this user's own entry. */
const OWN = new Set(['passwd', 'group', 'resolv.conf', 'hostname']);
const EVERYONE_READS = 0o004;
const EVERYONE_ENTERS = 0o005;
/** How deep private files are looked for below a folder of /etc that everybody may read. */
const DEPTH = 3;
/** Bytes of /tmp; large files belong into TMPDIR, which lies on the disk. */
const TMP_BYTES = 2 * 1024 ** 3;

function isPublic(stats: Stats): boolean {
  const needed = stats.isDirectory() ? EVERYONE_ENTERS : EVERYONE_READS;
  return (stats.mode & needed) === needed;
}

/** Covers what not everybody may read: the sandbox's user may be the one who owns it. */
function covers(folder: string, depth = 1): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) return [];
    if (!isPublic(lstatSync(path)))
      return entry.isDirectory() ? ['--tmpfs', path] : ['--ro-bind', '/dev/null', path];
    return entry.isDirectory() && depth < DEPTH ? covers(path, depth + 1) : [];
  });
}

/** The configuration of the system, as far as everybody may read it. */
function configuration(): string[] {
  return readdirSync('/etc', { withFileTypes: true }).flatMap((entry) => {
    const path = join('/etc', entry.name);
    if (OWN.has(entry.name)) return [];
    if (entry.isSymbolicLink()) return ['--symlink', readlinkSync(path), path];
    if (!isPublic(lstatSync(path))) return [];
    return ['--ro-bind', path, path, ...(entry.isDirectory() ? covers(path) : [])];
  });
}

function systemFolder(path: string): string[] {
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink()
    ? ['--symlink', readlinkSync(path), path]
    : ['--ro-bind', path, path];
}

/** What a command sees of the machine, for bubblewrap: programs and public configuration, read-only; no file of a user. */
export function systemMounts(network: boolean): string[] {
  const names =
    network && existsSync('/etc/resolv.conf')
      ? ['--ro-bind', realpathSync('/etc/resolv.conf'), '/etc/resolv.conf']
      : [];
  return [
    ...SYSTEM.flatMap(systemFolder),
    ...configuration(),
    ...names,
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
