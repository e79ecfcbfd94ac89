import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from '../git/git';

/** The index of one operation: a file of its own, so that operations never meet. */
export async function withIndex<T>(
  trustedDir: string,
  work: (env: { GIT_INDEX_FILE: string }) => Promise<T>,
): Promise<T> {
  const file = join(trustedDir, `index-${crypto.randomUUID()}`);
  try {
    return await work({ GIT_INDEX_FILE: file });
  } finally {
    await rm(file, { force: true });
  }
}

/** Writes the tree of `commit` into `checkoutDir`, byte for byte: no `.git`, no filters, no submodules. */
export async function exportTree(
  git: Git,
  {
    trustedDir,
    checkoutDir,
    commit,
    signal,
  }: { trustedDir: string; checkoutDir: string; commit: string; signal?: AbortSignal | undefined },
): Promise<void> {
  await withIndex(trustedDir, async (env) => {
    const where = [`--git-dir=${trustedDir}`, `--work-tree=${checkoutDir}`];
    await git.run([...where, 'read-tree', commit], { env, cwd: checkoutDir, signal });
    await git.run([...where, 'checkout-index', '--all', '--force', '--quiet'], {
      env,
      cwd: checkoutDir,
      signal,
    });
  });
}
