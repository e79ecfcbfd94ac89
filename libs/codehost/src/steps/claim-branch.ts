import { CodeHostError } from '../code-host.errors';
import {
  BRANCH_PREFIX,
  keptRef,
  TASK_TRAILER,
  type CheckoutRequest,
  type PushedChange,
} from '../code-host.port';
import type { Remote } from '../git/remote';
import { retryUnavailable } from '../git/retry-unavailable';
import { parseTrailers } from '../git/trailers';

/** The branch of a task, and what earlier attempts left on it and beside it. */
export interface ClaimedBranch {
  readonly branch: string;
  readonly pushed: PushedChange | null;
  /** The commit that the task's own commits stand on; null when nothing is pushed. */
  readonly baseSha: string | null;
  /** The commit of unfinished work that stands on the host, whoever made it. */
  readonly kept: string | null;
}

/** One commit of a branch. */
interface Commit {
  readonly sha: string;
  readonly subject: string;
  readonly trailers: Readonly<Record<string, string>>;
}

const MAX_NAMES = 9;
/** More commits than one task can have: each attempt adds one. */
const DEPTH = 16;

/** The commits of all branches with this prefix and of the task's unfinished work, by the names of their refs. */
async function remoteRefs(
  { git, url, call }: Remote,
  prefix: string,
  { taskId, trustedDir: gitDir, signal }: CheckoutRequest,
): Promise<ReadonlyMap<string, string>> {
  const names = [`refs/heads/${prefix}`, `refs/heads/${prefix}-*`, keptRef(taskId)];
  const args = ['ls-remote', '--', url, ...names];
  const text = await retryUnavailable(signal, () => git.run(args, { ...call, gitDir, signal }));
  return new Map(
    text.split('\n').flatMap((line) => {
      const [sha = '', name] = line.split('\t');
      return name === undefined ? [] : [[name, sha] as const];
    }),
  );
}

/** The newest commits of a branch, newest first. */
async function newestCommits(
  { git, url, call }: Remote,
  branch: string,
  { trustedDir: gitDir, signal }: CheckoutRequest,
): Promise<Commit[]> {
  const ref = `+refs/heads/${branch}:refs/anton/pushed`;
  const depth = `--depth=${DEPTH}`;
  const fetch = ['fetch', '--quiet', '--no-tags', depth, '--no-write-fetch-head', '--', url, ref];
  await retryUnavailable(signal, () => git.run(fetch, { ...call, gitDir, signal }));
  const format = '--format=%H%n%s%n%(trailers:only,unfold)%x00';
  const text = await git.run(['log', '--first-parent', format, 'refs/anton/pushed', '--'], {
    gitDir,
    signal,
  });
  return text
    .split('\0')
    .map((part) => part.trim().split('\n'))
    .filter(([sha]) => sha !== '')
    .map(([sha = '', subject = '', ...lines]) => ({
      sha,
      subject,
      trailers: parseTrailers(lines.join('\n')),
    }));
}

/**
 * `fix/{taskId}`, continued when its newest commit is Anton's for this task; `-2`, `-3` … when the name belongs to
 * somebody else.
 * @throws CodeHostError `push_rejected` when nine names are taken.
 */
export async function claimBranch(remote: Remote, request: CheckoutRequest): Promise<ClaimedBranch> {
  const first = `${BRANCH_PREFIX}${request.taskId}`;
  const refs = await remoteRefs(remote, first, request);
  const kept = refs.get(keptRef(request.taskId)) ?? null;
  for (let number = 1; number <= MAX_NAMES; number += 1) {
    const branch = number === 1 ? first : `${first}-${number}`;
    if (!refs.has(`refs/heads/${branch}`)) return { branch, pushed: null, baseSha: null, kept };
    const commits = await newestCommits(remote, branch, request);
    const base = commits.findIndex(({ trailers }) => trailers[TASK_TRAILER] !== request.taskId);
    const [head] = commits;
    if (head === undefined || base < 1) continue;
    const pushed = { headSha: head.sha, subject: head.subject, trailers: head.trailers };
    return { branch, pushed, baseSha: commits[base]?.sha ?? null, kept };
  }
  throw new CodeHostError(
    'push_rejected',
    `the names ${first} to ${first}-${MAX_NAMES} belong to somebody else`,
    { remedy: `Delete the branches ${first}* that are no longer needed.` },
  );
}
