import { isGitName } from '@anton/platform';

/** Takes the paths of the files and links of a tree one by one, in any order, and finds those that no tree has. */
export class TreePaths {
  private readonly entries = new Set<string>();
  private readonly folders = new Set<string>();

  /** Why `path` cannot be in the tree beside the others; null when it can. */
  add(path: string): string | null {
    const parts = path.split('/');
    if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0')))
      return `${JSON.stringify(path)} is no path inside the tree`;
    if (parts.slice(0, -1).some(isGitName)) return `${path} lies inside a .git`;
    if (this.entries.has(path)) return `${path} is there twice`;
    if (this.folders.has(path)) return `${path} is no folder and has entries`;
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (this.entries.has(folder)) return `${folder} is no folder and has entries`;
      this.folders.add(folder);
    }
    this.entries.add(path);
    return null;
  }
}
