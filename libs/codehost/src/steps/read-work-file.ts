import { constants } from 'node:fs';
import { lstat, open, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { forbidden, isPrivateKey, MAX_FILE_BYTES, refusalOfName } from './forbidden-content';
import type { ChangedPath } from './changed-paths';

/** A file or link of the work tree, as it would enter a commit. */
export interface WorkFile {
  readonly path: string;
  readonly mode: '100644' | '100755' | '120000';
  readonly content: Buffer;
}

/** True for targets that lead out: absolute, climbing past the root, or climbing after a step that may be a link. */
function leaves(path: string, target: string): boolean {
  const climbs = /^(?:\.\.\/)*/.exec(`${target}/`)?.[0].length ?? 0;
  const isPlain = !target.slice(climbs).split('/').includes('..');
  return target.startsWith('/') || !isPlain || normalize(join(dirname(path), target)).startsWith('..');
}

async function readLink(root: string, path: string): Promise<WorkFile> {
  const target = await readlink(join(root, path));
  const real = await realpath(join(root, path)).catch(() => null);
  const isOutside = real !== null && relative(root, real).startsWith('..');
  if (leaves(path, target) || isOutside) throw forbidden(`${path} is a link that leaves the repository`);
  return { path, mode: '120000', content: Buffer.from(target) };
}

/**
 * Reads through one descriptor, so that what was checked is what is read: a file that is swapped for a link meanwhile,
 * or a folder above it, is noticed.
 */
async function readRegular(root: string, path: string): Promise<WorkFile> {
  const full = join(root, path);
  const file = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    const real = await realpath(process.platform === 'linux' ? `/proc/self/fd/${file.fd}` : full);
    if (!stat.isFile() || real !== full) throw forbidden(`${path} is no regular file`);
    if (stat.nlink > 1) throw forbidden(`${path} is a hard link`);
    if (stat.size > MAX_FILE_BYTES) throw forbidden(`${path} is larger than ${MAX_FILE_BYTES} bytes`);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(stat.size), 0, stat.size, 0);
    const mode = (stat.mode & 0o100) === 0 ? '100644' : '100755';
    return { path, mode, content: buffer.subarray(0, bytesRead) };
  } finally {
    await file.close();
  }
}

/**
 * Reads one changed path of a work tree whose owner is not trusted. `root` is a real path.
 * @throws CodeHostError `forbidden_content` for what may not be committed.
 */
export async function readWorkFile(root: string, { path, isNew }: ChangedPath): Promise<WorkFile> {
  const refusal = refusalOfName(path, isNew);
  if (refusal !== null) throw forbidden(refusal);
  const full = join(root, path);
  try {
    const stat = await lstat(full);
    if ((await realpath(dirname(full))) !== dirname(full)) throw forbidden(`${path} lies behind a link`);
    if (stat.isSymbolicLink()) return await readLink(root, path);
    if (!stat.isFile()) throw forbidden(`${path} is no regular file`);
    const file = await readRegular(root, path);
    if (isNew && isPrivateKey(file.content)) throw forbidden(`${basename(path)} holds a private key`);
    return file;
  } catch (error) {
    const isUnreadable = error instanceof Error && 'errno' in error;
    throw isUnreadable ? forbidden(`${path} cannot be read`, error) : error;
  }
}
