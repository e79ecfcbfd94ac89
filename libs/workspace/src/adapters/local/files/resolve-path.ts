import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { WorkspaceError } from '../../../workspace.errors';

const REMEDY = 'Use a path relative to the repository, inside it.';

function outside(path: string): WorkspaceError {
  return new WorkspaceError('workspace_outside', `${path} is outside the repository`, REMEDY);
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root + sep);
}

/** The real path of the nearest existing ancestor, with what does not exist yet appended. */
async function realAncestor(path: string): Promise<string> {
  const missing: string[] = [];
  for (let current = path; ; current = dirname(current)) {
    try {
      return join(await realpath(current), ...missing.toReversed());
    } catch {
      const isDangling = await lstat(current).then(
        (stat) => stat.isSymbolicLink(),
        () => false,
      );
      if (isDangling || current === dirname(current)) throw outside(path);
      missing.push(current.slice(dirname(current).length).replace(/^[/\\]+/, ''));
    }
  }
}

/**
 * The absolute, link-free path of `path` inside `root` (itself link-free). A link in any place that leads out of it is
 * refused, for files that do not exist yet as well.
 * @throws WorkspaceError `workspace_outside`
 */
export async function resolveInside(root: string, path: string): Promise<string> {
  if (path.includes('\0')) throw outside(JSON.stringify(path));
  const lexical = resolve(root, path);
  if (!isInside(root, lexical)) throw outside(path);
  const real = await realAncestor(lexical);
  if (!isInside(root, real)) throw outside(path);
  return real;
}

/** True for git's own folder, in any depth and case. */
export function isGitPath(root: string, real: string): boolean {
  return relative(root, real)
    .split(sep)
    .some((part) => part.toLowerCase() === '.git');
}
