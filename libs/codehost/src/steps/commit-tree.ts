import type { Checkout, CommitRequest } from '../code-host.port';
import type { Git } from '../git/git';
import { commitMessage } from '../git/trailers';

const NAME = 'Anton';
const EMAIL = 'anton[bot]@users.noreply.github.com';
export const IDENTITY = {
  GIT_AUTHOR_NAME: NAME,
  GIT_AUTHOR_EMAIL: EMAIL,
  GIT_COMMITTER_NAME: NAME,
  GIT_COMMITTER_EMAIL: EMAIL,
};

/** Commits a written tree on top of what an earlier attempt pushed, else of the base. */
export async function commitTree(git: Git, checkout: Checkout, commit: CommitRequest): Promise<string> {
  const parent = checkout.pushed?.headSha ?? checkout.baseSha;
  const sha = await git.run(['commit-tree', commit.treeSha, '-p', parent, '-F', '-'], {
    gitDir: checkout.trustedDir,
    input: `${commitMessage(commit.subject, commit.body, commit.trailers)}\n`,
    env: IDENTITY,
  });
  return sha.trim();
}
