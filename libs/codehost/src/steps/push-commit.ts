import type { Checkout } from '../code-host.port';
import type { Remote } from '../git/remote';
import { retryUnavailable } from '../git/retry-unavailable';

/** Pushes exactly `headSha` to the task's branch, never by force. A branch that stands there already is a success. */
export async function pushCommit(
  { git, url, call }: Remote,
  { trustedDir: gitDir, branch }: Checkout,
  headSha: string,
  signal?: AbortSignal,
): Promise<void> {
  const refspec = `${headSha}:refs/heads/${branch}`;
  const args = ['push', '--quiet', '--no-verify', '--no-signed', '--', url, refspec];
  await retryUnavailable(signal, () => git.run(args, { ...call, gitDir, signal }));
}
