import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodeHostError } from '../code-host.errors';
import type { CheckoutRequest } from '../code-host.port';
import type { Git } from '../git/git';
import type { Remote } from '../git/remote';
import { retryUnavailable } from '../git/retry-unavailable';

/**
 * Takes effect before the repository's own attributes: no filter, no keyword, no change of line ends, so that a tree
 * that was exported and hashed back is the same tree.
 */
const ATTRIBUTES = '* -text -eol -ident -filter -working-tree-encoding\n';

/** A branch's name is data: what is no name could say more in a refspec than which branch. */
async function refuseBadName(git: Git, branch: string): Promise<void> {
  await git.run(['check-ref-format', `refs/heads/${branch}`]).catch((cause: unknown) => {
    throw new CodeHostError('base_branch_missing', `"${branch}" cannot be the name of a branch`, {
      remedy: 'Correct `branch` of the repository in repositories.yaml.',
      cause,
    });
  });
}

/**
 * Fetches the newest commit of the base branch, and no history, into a fresh bare repository; returns its id.
 * Depth 1 instead of a partial clone: it transfers less, and no later command fetches a missing object behind our back.
 */
export async function cloneBase({ git, url, call }: Remote, request: CheckoutRequest): Promise<string> {
  const { trustedDir: gitDir, repository, signal } = request;
  await refuseBadName(git, repository.branch);
  await git.run(['init', '--quiet', '--bare', '--initial-branch=anton', '--template=', gitDir], { signal });
  await mkdir(join(gitDir, 'info'), { recursive: true });
  await writeFile(join(gitDir, 'info', 'attributes'), ATTRIBUTES);
  const ref = `+refs/heads/${repository.branch}:refs/anton/base`;
  const fetch = ['fetch', '--quiet', '--no-tags', '--depth=1', '--no-write-fetch-head', '--', url, ref];
  await retryUnavailable(signal, () => git.run(fetch, { ...call, gitDir, signal }));
  return (await git.run(['rev-parse', '--verify', 'refs/anton/base^{commit}'], { gitDir, signal })).trim();
}
