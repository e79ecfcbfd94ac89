import type { Checkout } from '../code-host.port';
import type { Git } from '../git/git';
import { withIndex } from './work-index';

/** What lies in the work tree beside the exported files, ignored or not: the outermost paths, folders end with `/`. */
export async function untrackedPaths(git: Git, checkout: Checkout): Promise<readonly string[]> {
  const { trustedDir: gitDir, checkoutDir: workTree } = checkout;
  return withIndex(gitDir, async (indexFile) => {
    const args = ['ls-files', '-z', '--others', '--directory', '--no-empty-directory'];
    const text = await git.run(args, { gitDir, workTree, indexFile });
    return text.split('\0').filter((path) => path !== '' && !path.includes('\uFFFD'));
  });
}
