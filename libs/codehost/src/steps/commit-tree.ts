import type { Checkout, CommitRequest } from '../code-host.port';
import type { Git } from '../git/git';
import { commitMessage } from '../git/trailers';

const IDENTITY = { name: 'Anton', email: 'anton[bot]@users.noreply.github.com' };

/** Commits a written tree on top of the base; the commit's time is the clock's. */
export async function commitTree(git: Git, checkout: Checkout, commit: CommitRequest): Promise<string> {
  const message = commitMessage(commit.subject, commit.body, commit.trailers);
  const sha = await git.run(['commit-tree', commit.treeSha, '-p', checkout.baseSha, '-F', '-'], {
    cwd: checkout.trustedDir,
    input: `${message}\n`,
    env: {
      GIT_AUTHOR_NAME: IDENTITY.name,
      GIT_AUTHOR_EMAIL: IDENTITY.email,
      GIT_COMMITTER_NAME: IDENTITY.name,
      GIT_COMMITTER_EMAIL: IDENTITY.email,
    },
  });
  return sha.trim();
}
