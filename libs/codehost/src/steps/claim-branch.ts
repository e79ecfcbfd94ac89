import { CodeHostError } from '../code-host.errors';
import type { CheckoutRequest, PushedChange } from '../code-host.port';
import type { Remote } from '../git/remote';
import { retryUnavailable } from '../git/retry-unavailable';
import { parseTrailers } from '../git/trailers';

/** The branch of a task, and what an earlier attempt left on it. */
export interface ClaimedBranch {
  readonly branch: string;
  readonly pushed: PushedChange | null;
}

const MAX_NAMES = 9;

async function remoteHeads(
  { git, url, call }: Remote,
  prefix: string,
  request: CheckoutRequest,
): Promise<Set<string>> {
  const args = ['ls-remote', '--heads', '--', url, `refs/heads/${prefix}`, `refs/heads/${prefix}-*`];
  const cwd = request.trustedDir;
  const text = await retryUnavailable(request.signal, () =>
    git.run(args, { ...call, cwd, signal: request.signal }),
  );
  return new Set(text.split('\n').flatMap((line) => line.split('\t')[1]?.replace('refs/heads/', '') ?? []));
}

async function readHead(
  { git, url, call }: Remote,
  branch: string,
  request: CheckoutRequest,
): Promise<PushedChange> {
  const { trustedDir: cwd, signal } = request;
  const ref = `+refs/heads/${branch}:refs/anton/pushed`;
  const fetch = ['fetch', '--quiet', '--no-tags', '--depth=2', '--no-write-fetch-head', '--', url, ref];
  await retryUnavailable(signal, () => git.run(fetch, { ...call, cwd, signal }));
  const text = await git.run(['log', '-1', '--format=%H%n%(trailers:only,unfold)', 'refs/anton/pushed'], {
    cwd,
    signal,
  });
  const [headSha = '', ...lines] = text.split('\n');
  return { headSha, trailers: parseTrailers(lines.join('\n')) };
}

/**
 * `fix/{taskId}`, continued when its newest commit is Anton's for this task; `-2`, `-3` … when the name belongs to
 * somebody else.
 * @throws CodeHostError `push_rejected` when nine names are taken.
 */
export async function claimBranch(remote: Remote, request: CheckoutRequest): Promise<ClaimedBranch> {
  const first = `fix/${request.taskId}`;
  const heads = await remoteHeads(remote, first, request);
  for (let number = 1; number <= MAX_NAMES; number += 1) {
    const branch = number === 1 ? first : `${first}-${number}`;
    if (!heads.has(branch)) return { branch, pushed: null };
    const pushed = await readHead(remote, branch, request);
    if (pushed.trailers['Anton-Task'] === request.taskId) return { branch, pushed };
  }
  throw new CodeHostError(
    'push_rejected',
    `the names ${first} to ${first}-${MAX_NAMES} belong to somebody else`,
    {
      remedy: `Delete the branches ${first}* that are no longer needed.`,
    },
  );
}
