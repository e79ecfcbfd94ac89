import type { Dirent } from 'node:fs';
import { chmod, lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const OWNER_MAY_ALL = 0o700;

/** Gives folders back to their owner: who may not write to a folder cannot take away what is in it. */
async function open(path: string): Promise<void> {
  await chmod(path, OWNER_MAY_ALL);
  const entries: Dirent[] = await readdir(path, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await open(join(path, entry.name));
}

/** Takes a file or folder away, also what its owner made read-only, as Go does; follows no link. */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    if ((await lstat(path)).isDirectory()) await open(path);
    await rm(path, { recursive: true, force: true });
  }
}

/** Takes everything out of a folder, which stays. */
export async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await removeTree(join(folder, name));
}
