import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isGitName } from '@anton/platform';
import { WorkspaceError } from '../../../workspace.errors';
import type { TreeEntry, TreeRequest } from '../../../workspace.port';

function versionOf({ size, ino, mtimeNs, ctimeNs, mode }: BigIntStats): string {
  return [size, ino, mtimeNs, ctimeNs, mode].map((part) => part.toString(36)).join('-');
}

async function entryOf(root: string, path: string): Promise<TreeEntry> {
  const full = join(root, path);
  const stat = await lstat(full, { bigint: true });
  const kind = stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'symlink' : 'other';
  return {
    path,
    kind,
    executable: kind === 'file' && (stat.mode & 0o100n) !== 0n,
    size: Number(stat.size),
    target: kind === 'symlink' ? await readlink(full) : null,
    version: versionOf(stat),
  };
}

/** What is there no more when it is looked at does not count. */
async function present<T>(look: Promise<T>): Promise<T | null> {
  return look.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
}

/** Every file and link below `root`, folder by folder in no particular order; links are not followed. */
export async function listTree(root: string, { skip, keep, maxEntries }: TreeRequest): Promise<TreeEntry[]> {
  const [skipped, kept] = [new Set(skip), new Set(keep)];
  const found: TreeEntry[] = [];
  const folders = [''];
  const look = async (folder: string, item: Dirent): Promise<void> => {
    const path = folder === '' ? item.name : `${folder}/${item.name}`;
    if (item.isDirectory() && !isGitName(item.name)) {
      if (!skipped.has(item.name) || kept.has(path)) folders.push(path);
      return;
    }
    const entry = await present(entryOf(root, path));
    if (entry !== null) found.push(isGitName(item.name) ? { ...entry, kind: 'other', target: null } : entry);
  };
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const at = folder;
    const items = (await present(readdir(join(root, at), { withFileTypes: true }))) ?? [];
    if (found.length + items.length > maxEntries)
      throw new WorkspaceError(
        'workspace_too_large',
        `the tree has more than ${maxEntries} files`,
        'Remove what was generated.',
      );
    await Promise.all(items.map((item) => look(at, item)));
  }
  return found;
}
