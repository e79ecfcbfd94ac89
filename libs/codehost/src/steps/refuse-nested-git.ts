import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { forbidden, isGitName, NOISE } from './forbidden-content';

/**
 * A work tree with a repository inside would make git run that repository's configuration (`reliability-security` 0.12):
 * looked for before git sees the tree. @throws CodeHostError `forbidden_content`
 */
export async function refuseNestedGit(dir: string, relative = ''): Promise<void> {
  const entries = await readdir(join(dir, relative), { withFileTypes: true });
  for (const entry of entries) {
    const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (isGitName(entry.name)) throw forbidden(`${path} is a repository inside the work tree`);
    if (entry.isDirectory() && !NOISE.has(entry.name)) await refuseNestedGit(dir, path);
  }
}
