import { rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Checkout } from '../code-host.port';
import type { Git } from '../git/git';
import { changedPaths } from './changed-paths';

/** Takes the folders away that became empty, up to the root. */
async function removeEmpty(root: string, folder: string): Promise<void> {
  if (folder === '.') return;
  try {
    await rmdir(join(root, folder));
  } catch {
    return;
  }
  await removeEmpty(root, dirname(folder));
}

/**
 * Makes the work tree stand for `treeSha` again. Only what differs is touched; what the repository ignores, and what
 * tools leave behind, stays as it is.
 */
export async function restoreTree(
  git: Git,
  { trustedDir: gitDir, checkoutDir: workTree }: Checkout,
  treeSha: string,
): Promise<void> {
  const indexFile = join(gitDir, `anton-restore-${crypto.randomUUID()}`);
  const call = { gitDir, workTree, indexFile };
  try {
    await git.run(['read-tree', treeSha], { gitDir, indexFile });
    const { gone, changed } = await changedPaths(git, call);
    for (const { path } of changed.filter(({ isNew }) => isNew)) {
      await rm(join(workTree, path), { recursive: true, force: true });
      await removeEmpty(workTree, dirname(path));
    }
    const wrong = [...gone, ...changed.filter(({ isNew }) => !isNew).map(({ path }) => path)];
    const input = wrong.map((path) => `${path}\0`).join('');
    await git.run(['checkout-index', '--force', '--quiet', '-z', '--stdin'], { ...call, input });
  } finally {
    await rm(indexFile, { force: true });
  }
}
