import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckoutRequest } from '../code-host.port';
import type { Remote } from '../git/remote';
import { retryUnavailable } from '../git/retry-unavailable';

/**
 * Takes effect before the repository's own attributes: no filter, no keyword, no change of line ends, so that a tree
 * that was exported and hashed back is the same tree.
 */
const ATTRIBUTES = '* -text -eol -ident -filter -working-tree-encoding\n';

/** Fetches the newest commit of the base branch into a fresh bare repository; returns its id. */
export async function cloneBase({ git, url, call }: Remote, request: CheckoutRequest): Promise<string> {
  const { trustedDir, repository, signal } = request;
  await git.run(['init', '--quiet', '--bare', '--initial-branch=anton', trustedDir], { signal });
  await mkdir(join(trustedDir, 'info'), { recursive: true });
  await writeFile(join(trustedDir, 'info', 'attributes'), ATTRIBUTES);
  const ref = `+refs/heads/${repository.branch}:refs/anton/base`;
  const fetch = ['fetch', '--quiet', '--no-tags', '--depth=1', '--no-write-fetch-head', '--', url, ref];
  await retryUnavailable(signal, () => git.run(fetch, { ...call, cwd: trustedDir, signal }));
  return (
    await git.run(['rev-parse', '--verify', 'refs/anton/base^{commit}'], { cwd: trustedDir, signal })
  ).trim();
}
