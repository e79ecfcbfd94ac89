import type { CheckoutRequest } from '../code-host.port';
import type { Git } from '../git/git';
import { exportedIndex } from './work-index';

/** Writes the tree of `commit` into `checkoutDir`, byte for byte: no `.git`, no filters, no submodules. */
export async function exportTree(
  git: Git,
  { trustedDir: gitDir, checkoutDir: workTree, signal }: CheckoutRequest,
  commit: string,
): Promise<void> {
  const call = { gitDir, workTree, indexFile: exportedIndex(gitDir), signal };
  await git.run(['read-tree', commit], call);
  await git.run(['checkout-index', '--all', '--force', '--quiet', '--index'], call);
}
