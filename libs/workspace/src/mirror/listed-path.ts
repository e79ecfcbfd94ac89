import { isGitName } from '@anton/platform';
import type { TreeEntry } from '../workspace.port';

/** A listing that no tree has; its text says why. */
export function refusalOfListing(entries: readonly TreeEntry[]): string | null {
  const paths = new Set<string>();
  for (const { path } of entries) {
    const parts = path.split('/');
    if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0')))
      return `${JSON.stringify(path)} is no path inside the tree`;
    if (parts.slice(0, -1).some(isGitName)) return `${path} lies inside a .git that is not to be listed`;
    if (paths.has(path)) return `${path} is listed twice`;
    paths.add(path);
  }
  for (const path of paths)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      if (paths.has(path.slice(0, end))) return `${path.slice(0, end)} is no folder and has entries`;
  return null;
}
