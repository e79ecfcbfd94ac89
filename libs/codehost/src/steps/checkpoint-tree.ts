import type { Checkout } from '../code-host.port';
import type { Git } from '../git/git';
import { IDENTITY } from './commit-tree';

/** The newest state of the work, in the trusted repository only. */
const CHECKPOINT = 'refs/anton/checkpoint';

/** Keeps a written tree reachable: a commit on a private ref, by plumbing, without index, work tree or hook. */
export async function checkpointTree(
  git: Git,
  { trustedDir: gitDir, baseSha }: Checkout,
  treeSha: string,
  before: string | null,
): Promise<string> {
  const args = ['commit-tree', treeSha, '-p', before ?? baseSha, '-m', 'checkpoint'];
  const sha = (await git.run(args, { gitDir, env: IDENTITY })).trim();
  await git.run(['update-ref', CHECKPOINT, sha], { gitDir });
  return sha;
}
