import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isGitName } from '@anton/platform';
import type { Git } from '../git/git';
import { forbidden, NOISE } from './forbidden-content';

/** Files that git opens by itself; a pipe of that name would make it wait for ever. */
const READ_BY_GIT = /^\.git(?:ignore|attributes|modules)$/;

/** Every entry below `root` that some file system takes for `.git`; a named pipe where git reads is refused at once. */
async function* gitEntries(root: string, relative = ''): AsyncGenerator<string> {
  const entries = await readdir(join(root, relative), { withFileTypes: true }).catch(() => {
    throw forbidden(`${relative || 'the work tree'} cannot be read`);
  });
  for (const entry of entries) {
    const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (isGitName(entry.name)) yield path;
    else if (entry.isDirectory()) {
      if (!NOISE.has(entry.name)) yield* gitEntries(root, path);
    } else if (READ_BY_GIT.test(entry.name) && !entry.isFile() && !entry.isSymbolicLink())
      throw forbidden(`${path} is no regular file`);
  }
}

/** Those of `folders` that the repository's .gitignore files exclude. */
async function ignoredOf(
  git: Git,
  gitDir: string,
  workTree: string,
  folders: string[],
): Promise<Set<string>> {
  const input = folders.join('\0');
  const args = ['check-ignore', '--no-index', '-z', '--stdin'];
  // It fails when nothing is ignored, and then nothing is.
  const text = await git.run(args, { gitDir, workTree, input }).catch(() => '');
  return new Set(text.split('\0'));
}

/**
 * A work tree with a repository inside would make git run that repository's configuration (`reliability-security` C3):
 * looked for before git sees the tree. Where .gitignore excludes the folder around it, as it does for what package
 * managers fetch, git does not look inside either, and nothing of it enters a change.
 * @throws CodeHostError `forbidden_content`
 */
export async function refuseNestedGit(git: Git, gitDir: string, workTree: string): Promise<void> {
  const found: { path: string; folder: string }[] = [];
  for await (const path of gitEntries(workTree))
    found.push({ path, folder: path.split('/').slice(0, -1).join('/') || '.' });
  if (found.length === 0) return;
  const folders = [...new Set(found.map(({ folder }) => folder))].filter((folder) => folder !== '.');
  const ignored = await ignoredOf(git, gitDir, workTree, folders);
  const refused = found.find(({ folder }) => !ignored.has(folder));
  if (refused !== undefined) throw forbidden(`${refused.path} is a repository inside the work tree`);
}
