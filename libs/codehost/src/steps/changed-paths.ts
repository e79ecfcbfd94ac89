import type { Git } from '../git/git';
import { NOISE } from './forbidden-content';

/** Paths of a work tree that differ from the index, relative, with `/`. */
export interface ChangedPaths {
  readonly modified: readonly string[];
  readonly deleted: readonly string[];
  readonly added: readonly string[];
}

function lines(text: string): string[] {
  return text.split('\0').filter((path) => path !== '');
}

function isNoise(path: string): boolean {
  return path.split('/').some((part) => NOISE.has(part));
}

/** Asks git what changed. New files that the repository's .gitignore files exclude are left out. */
export async function changedPaths(
  git: Git,
  call: { cwd: string; env: Record<string, string> },
  where: readonly string[],
): Promise<ChangedPaths> {
  const list = async (...args: string[]) => lines(await git.run([...where, 'ls-files', '-z', ...args], call));
  const deleted = await list('--deleted');
  const modified = await list('--modified');
  const added = await list('--others', '--exclude-standard');
  const gone = new Set(deleted);
  return {
    deleted,
    modified: [...new Set(modified)].filter((path) => !gone.has(path)),
    added: added.filter((path) => !isNoise(path)),
  };
}
