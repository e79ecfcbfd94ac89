import { lstat, mkdir, open, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isGitName } from '@anton/platform';
import { TreePaths } from '../../../mirror/tree-paths';
import { emptyFolder, removeTree } from '../../local/files/remove-tree';
import type { Frame } from '../protocol/frame';
import { BadFrameError } from '../protocol/protocol.errors';
import { entrySchema, type SentEntry } from '../protocol/request';

/** Of a run's image the sandbox's user is another one than the owner of the tree: they share a group. */
const FILE_MODE = 0o664;
const PROGRAM_MODE = 0o775;

/** Takes away what is in the way of a file: of its path, whatever is no folder; at its place, everything. */
async function clear(root: string, path: string): Promise<void> {
  const parts = path.split('/');
  for (let end = 1; end < parts.length; end += 1) {
    const folder = join(root, ...parts.slice(0, end));
    const found = await lstat(folder).catch(() => null);
    if (found === null) break;
    if (!found.isDirectory()) await rm(folder, { force: true });
  }
  await removeTree(join(root, path));
}

function entryIn(payload: Buffer, paths: TreePaths): SentEntry {
  const entry = entrySchema.parse(JSON.parse(payload.toString('utf8')));
  const refusal = isGitName(entry.path.split('/').at(-1) ?? '')
    ? `${entry.path} would be a repository`
    : paths.add(entry.path);
  if (refusal !== null) throw new BadFrameError(`a tree in which ${refusal}`);
  return entry;
}

async function receive(full: string, entry: SentEntry, frames: AsyncGenerator<Frame>): Promise<void> {
  const file = await open(full, 'wx', entry.executable ? PROGRAM_MODE : FILE_MODE);
  try {
    for (let left = entry.size; left > 0;) {
      const { value: frame } = (await frames.next()) as IteratorResult<Frame, undefined>;
      if (frame?.kind !== 'data' || frame.payload.length > left)
        throw new BadFrameError(`something else than the content of ${entry.path}`);
      await file.write(frame.payload);
      left -= frame.payload.length;
    }
  } finally {
    await file.close();
  }
}

/**
 * Takes what is named out of a folder, or everything, and fills it with the tree that follows the request: what is in
 * the way of an entry goes, links among it. Returns the number of entries.
 */
export async function fillTree(
  root: string,
  frames: AsyncGenerator<Frame>,
  remove?: readonly string[],
): Promise<number> {
  if (remove === undefined) await emptyFolder(root);
  for (const path of remove ?? []) {
    if (new TreePaths().add(path) !== null) throw new BadFrameError(`the removal of ${path}`);
    await clear(root, path);
  }
  const paths = new TreePaths();
  for (let count = 0; ; count += 1) {
    const { value: frame } = (await frames.next()) as IteratorResult<Frame, undefined>;
    if (frame?.kind === 'end') return count;
    if (frame?.kind !== 'entry') throw new BadFrameError('something else than an entry of a tree');
    const entry = entryIn(frame.payload, paths);
    const full = join(root, entry.path);
    if (remove !== undefined) await clear(root, entry.path);
    await mkdir(dirname(full), { recursive: true });
    if (entry.kind === 'symlink') await symlink(entry.target ?? '', full);
    else await receive(full, entry, frames);
  }
}
