import { lstat, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { WorkspaceEntry } from '../../../workspace.port';

async function entryOf(root: string, real: string): Promise<WorkspaceEntry> {
  const stat = await lstat(real);
  const kind = stat.isFile()
    ? 'file'
    : stat.isDirectory()
      ? 'directory'
      : stat.isSymbolicLink()
        ? 'symlink'
        : 'other';
  return { path: relative(root, real).split(sep).join('/'), kind, size: stat.size };
}

/** The entries directly below a folder, sorted by name. */
export async function listFolder(
  root: string,
  real: string,
  limit: number,
): Promise<{ entries: WorkspaceEntry[]; more: boolean }> {
  const names = (await readdir(real)).toSorted();
  const entries = await Promise.all(names.slice(0, limit).map((name) => entryOf(root, join(real, name))));
  return { entries, more: names.length > limit };
}
