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
import type { Trajectory } from '@anton/agent';
import { boundedText } from '@anton/platform';

/** Characters of a diff in the record; its hash is of the whole. */
const DIFF_LIMIT = 400_000;

/** A code host whose trees, commits, pushes and pull requests are in the trajectory of the run. */
export class RecordedCodeHost extends CodeHost {
  private treeSha: string | null = null;

  constructor(
    private readonly inner: CodeHost,
    private readonly trajectory: Trajectory,
  ) {
    super();
  }

  override accepts(url: string): boolean {
    return this.inner.accepts(url);
  }

  override checkout(request: CheckoutRequest): Promise<Checkout> {
    return this.inner.checkout(request);
  }

  /** A tree is recorded when it is not the one before. */
  override async diff(checkout: Checkout): Promise<ChangeDiff> {
    const diff = await this.inner.diff(checkout);
    const { treeSha, files } = diff;
    if (treeSha === this.treeSha) return diff;
    this.treeSha = treeSha;
    this.trajectory.record(() => ({
      type: 'change',
      treeSha,
      diffSha256: createHash('sha256').update(diff.text).digest('hex'),
      files: files.map(({ binary: _binary, ...file }) => file),
      text: boundedText(diff.text, DIFF_LIMIT),
    }));
    return diff;
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
    const sha = await this.inner.commit(checkout, commit);
    const { treeSha, subject } = commit;
    this.trajectory.record(() => ({ type: 'committed', sha, treeSha, subject }));
    return sha;
  }

  override async push(checkout: Checkout, headSha: string, signal?: AbortSignal): Promise<void> {
    await this.inner.push(checkout, headSha, signal);
    this.trajectory.record(() => ({ type: 'pushed', branch: checkout.branch, sha: headSha }));
  }

  override async openPullRequest(
    checkout: Checkout,
    request: PullRequestRequest,
    signal?: AbortSignal,
  ): Promise<PullRequest> {
    const opened = await this.inner.openPullRequest(checkout, request, signal);
    const { url, number, draft, created } = opened;
    this.trajectory.record(() => ({ type: 'pull_request', url, number, draft, created }));
    return opened;
  }

  override countOpenPullRequests(repository: RepositoryRef, signal?: AbortSignal): Promise<number> {
    return this.inner.countOpenPullRequests(repository, signal);
  }
}
