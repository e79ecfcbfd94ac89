import { createHash } from 'node:crypto';
import {
  CodeHost,
  type ChangeDiff,
  type Checkout,
  type CheckoutRequest,
  type CommitRequest,
  type Conventions,
  type ExportRequest,
  type PullRequest,
  type PullRequestRequest,
  type RepositoryRef,
} from '@anton/codehost';
import type { EventOf, Trajectory, TrajectoryEvent } from '@anton/agent';
import { boundedText } from '@anton/platform';

/** Characters of a diff in the record; its hash is of the whole. */
const DIFF_LIMIT = 400_000;

/** A code host whose trees, commits, pushes and pull requests are in the trajectory of the run; each is made once. */
export class RecordedCodeHost extends CodeHost {
  private treeSha: string | null = null;
  private checkpointSha: string | null = null;

  constructor(
    private readonly inner: CodeHost,
    private readonly trajectory: Trajectory,
  ) {
    super();
  }

  override accepts(url: string): boolean {
    return this.inner.accepts(url);
  }

  override async checkout(request: CheckoutRequest): Promise<Checkout> {
    const checkout = await this.inner.checkout(request);
    const { baseSha, branch, kept } = checkout;
    this.trajectory.record(() => ({ type: 'checkout', baseSha, branch, kept }));
    return checkout;
  }

  /** A tree is recorded when it is not the one before, after it was made to last. */
  override async diff(checkout: Checkout, written?: string): Promise<ChangeDiff> {
    const { journal } = this.trajectory;
    const known = written ?? journal.tree();
    if (known !== null) return this.inner.diff(checkout, known);
    const diff = await this.inner.diff(checkout);
    const { treeSha, files } = diff;
    if (treeSha === (this.treeSha ?? journal.lastTree)) return diff;
    this.treeSha = treeSha;
    this.checkpointSha = await this.inner.checkpoint(checkout, treeSha, this.checkpointSha);
    this.trajectory.record(() => ({
      type: 'change',
      treeSha,
      diffSha256: createHash('sha256').update(diff.text).digest('hex'),
      files: files.map(({ binary: _binary, ...file }) => file),
      text: boundedText(diff.text, DIFF_LIMIT),
    }));
    return diff;
  }

  override reopen(...asked: Parameters<CodeHost['reopen']>): Promise<void> {
    return this.inner.reopen(...asked);
  }

  override restore(checkout: Checkout, treeSha: string): Promise<void> {
    return this.inner.restore(checkout, treeSha);
  }

  override checkpoint(...asked: Parameters<CodeHost['checkpoint']>): Promise<string> {
    return this.inner.checkpoint(...asked);
  }

  override async keep(
    checkout: Checkout,
    commit: CommitRequest,
    earlier: string | null,
    signal?: AbortSignal,
  ): Promise<string> {
    const sha = await this.inner.keep(checkout, commit, earlier, signal);
    this.trajectory.record(() => ({ type: 'work_kept', sha, treeSha: commit.treeSha }));
    return sha;
  }

  override dropKept(...asked: Parameters<CodeHost['dropKept']>): Promise<void> {
    return this.inner.dropKept(...asked);
  }

  override conventions(checkout: Checkout): Promise<Conventions> {
    return this.inner.conventions(checkout);
  }

  override baseFiles(...asked: Parameters<CodeHost['baseFiles']>): ReturnType<CodeHost['baseFiles']> {
    return this.inner.baseFiles(...asked);
  }

  override untracked(checkout: Checkout): Promise<readonly string[]> {
    return this.inner.untracked(checkout);
  }

  override exportTree(checkout: Checkout, request: ExportRequest): Promise<string> {
    return this.inner.exportTree(checkout, request);
  }

  override async commit(checkout: Checkout, commit: CommitRequest): Promise<string> {
    const { treeSha, subject } = commit;
    const known = this.once('committed', (event) => event.treeSha === treeSha);
    if (known !== null) return known.sha;
    const sha = await this.inner.commit(checkout, commit);
    this.trajectory.record(() => ({ type: 'committed', sha, treeSha, subject }));
    return sha;
  }

  override async push(checkout: Checkout, headSha: string, signal?: AbortSignal): Promise<void> {
    if (this.once('pushed', ({ sha }) => sha === headSha) !== null) return;
    await this.inner.push(checkout, headSha, signal);
    this.trajectory.record(() => ({ type: 'pushed', branch: checkout.branch, sha: headSha }));
  }

  override async openPullRequest(
    checkout: Checkout,
    request: PullRequestRequest,
    signal?: AbortSignal,
  ): Promise<PullRequest> {
    const known = this.once('pull_request');
    if (known !== null) {
      const { url, number, draft, created } = known;
      return { url, number, draft, created };
    }
    const opened = await this.inner.openPullRequest(checkout, request, signal);
    const { url, number, draft, created } = opened;
    this.trajectory.record(() => ({ type: 'pull_request', url, number, draft, created }));
    return opened;
  }

  override countOpenPullRequests(repository: RepositoryRef, signal?: AbortSignal): Promise<number> {
    return this.inner.countOpenPullRequests(repository, signal);
  }

  /** What an earlier life of the run did already. */
  private once<Type extends TrajectoryEvent['type']>(
    type: Type,
    fits?: (event: EventOf<Type>) => boolean,
  ): EventOf<Type> | null {
    const { journal } = this.trajectory;
    const known = journal.take(type, fits);
    if (known === null) journal.end();
    return known;
  }
}
