import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git, GitCall } from '../git/git';
import { forbidden, MAX_CHANGED_FILES, NOISE } from './forbidden-content';

/** A path whose content has to be read. `isNew`: the exported tree does not have it. */
export interface ChangedPath {
  readonly path: string;
  readonly isNew: boolean;
}

/** Paths of a work tree that differ from the exported tree, relative, with `/`. */
export interface ChangedPaths {
  readonly gone: readonly string[];
  readonly changed: readonly ChangedPath[];
}

const SUBMODULE = '160000';

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** True for what tools leave behind: inside a folder of such a name that the repository itself has no file in. */
function isNoise(path: string, tracked: ReadonlySet<string>): boolean {
  return [...foldersOf(path), path].some(
    (part) => NOISE.has(part.split('/').at(-1) ?? '') && !tracked.has(part),
  );
}

async function isFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (stat) => stat.isDirectory(),
    () => false,
  );
}

/** Asks git what changed. New files that the repository's .gitignore files exclude are left out; so are submodules. */
export async function changedPaths(git: Git, call: GitCall & { workTree: string }): Promise<ChangedPaths> {
  const list = async (...args: string[]): Promise<string[]> => {
    const text = await git.run(['ls-files', '-z', ...args], call);
    if (text.includes('\uFFFD')) throw forbidden('a file name is not UTF-8');
    return text.split('\0').filter((line) => line !== '');
  };
  const entries = (await list('--stage')).map((line) => {
    const [info = '', path = ''] = line.split('\t');
    return { path, isSubmodule: info.startsWith(SUBMODULE) };
  });
  const files = entries.filter(({ isSubmodule }) => !isSubmodule).map(({ path }) => path);
  const submodules = new Set(entries.filter(({ isSubmodule }) => isSubmodule).map(({ path }) => path));
  const folders = new Set(entries.flatMap(({ path }) => foldersOf(path)));
  const added = (await list('--others', '--exclude-standard')).filter((path) => !isNoise(path, folders));
  const gone = new Set(await list('--deleted'));
  // A folder that became a file or a link takes all that was below it.
  const replaced = new Set(added.filter((path) => folders.has(path)));
  for (const path of files) if (foldersOf(path).some((folder) => replaced.has(folder))) gone.add(path);
  const modified: string[] = [];
  for (const path of new Set(await list('--modified'))) {
    if (gone.has(path) || submodules.has(path)) continue;
    if (await isFolder(join(call.workTree, path))) gone.add(path);
    else modified.push(path);
  }
  const changed = [
    ...modified.map((path) => ({ path, isNew: false })),
    ...added.map((path) => ({ path, isNew: true })),
  ];
  if (changed.length + gone.size > MAX_CHANGED_FILES)
    throw forbidden(`it changes ${changed.length + gone.size} files`);
  return { gone: [...gone].filter((path) => !submodules.has(path)), changed };
}
