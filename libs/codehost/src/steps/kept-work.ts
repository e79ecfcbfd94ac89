import {
  keptRef,
  TASK_TRAILER,
  type Checkout,
  type CheckoutRequest,
  type CommitRequest,
  type KeptWork,
} from '../code-host.port';
import type { Remote } from '../git/remote';
import { retryUnavailable } from '../git/retry-unavailable';
import { parseTrailers } from '../git/trailers';
import { commitTree } from './commit-tree';

/** How far back in the base branch the commit is looked for that kept work stands on. */
const BASE_DEPTH = 200;
const LOCAL = 'refs/anton/kept';
const FETCH = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head'];

/** Kept work with the commit that it stands on; `baseSha` is null when that is not of the base branch. */
export interface FoundWork extends KeptWork {
  readonly baseSha: string | null;
}

/** True when `commit` is the newest commit of the base branch, or one of those before. */
async function isOfBase(
  { git, url, call }: Remote,
  { repository, trustedDir: gitDir, signal }: CheckoutRequest,
  commit: string,
  newest: string,
): Promise<boolean> {
  if (commit === newest) return true;
  const ref = `+refs/heads/${repository.branch}:refs/anton/history`;
  const args = [...FETCH, `--depth=${BASE_DEPTH}`, '--', url, ref];
  await retryUnavailable(signal, () => git.run(args, { ...call, gitDir, signal }));
  const older = await git.run(['rev-list', '--first-parent', newest, '--'], { gitDir, signal });
  return older.split('\n').includes(commit);
}

/** What stands at the task's ref, if Anton made it for this task; null for anything else. */
export async function findKeptWork(
  remote: Remote,
  request: CheckoutRequest,
  newest: string,
): Promise<FoundWork | null> {
  const { git, url, call } = remote;
  const { taskId, trustedDir: gitDir, signal } = request;
  const args = [...FETCH, '--depth=2', '--', url, `+${keptRef(taskId)}:${LOCAL}`];
  await retryUnavailable(signal, () => git.run(args, { ...call, gitDir, signal }));
  const format = '--format=%H%n%T%n%P%n%(trailers:only,unfold)';
  const text = await git.run(['log', '-1', format, LOCAL, '--'], { gitDir, signal });
  const [headSha = '', treeSha = '', parent = '', ...lines] = text.split('\n');
  if (parseTrailers(lines.join('\n'))[TASK_TRAILER] !== taskId) return null;
  const isKnown = /^[0-9a-f]+$/.test(parent) && (await isOfBase(remote, request, parent, newest));
  return isKnown ? { headSha, treeSha, baseSha: parent } : { headSha, treeSha: null, baseSha: null };
}

/** The push that moves the ref from `earlier` (null: there is none) and from nothing else. */
async function move(
  { git, url, call }: Remote,
  { trustedDir: gitDir, taskId }: Checkout,
  from: string | null,
  to: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const ref = keptRef(taskId);
  const lease = `--force-with-lease=${ref}:${from ?? ''}`;
  const args = ['push', '--quiet', '--no-verify', '--no-signed', lease, '--', url, `${to}:${ref}`];
  await git.run(args, { ...call, gitDir, signal });
}

/** Commits a tree on top of the base and pushes it to the task's ref. Once: whoever waits for it is being stopped. */
export async function keepWork(
  remote: Remote,
  checkout: Checkout,
  commit: CommitRequest,
  earlier: string | null,
  signal?: AbortSignal,
): Promise<string> {
  const sha = await commitTree(remote.git, checkout, commit);
  await move(remote, checkout, earlier, sha, signal);
  return sha;
}

/** Takes the task's ref away, if it still stands at `headSha`. */
export function dropWork(
  remote: Remote,
  checkout: Checkout,
  headSha: string,
  signal?: AbortSignal,
): Promise<void> {
  return move(remote, checkout, headSha, '', signal);
}
