import {
  CodeHost,
  type BaseFile,
  type BaseFilesRequest,
  type ChangeDiff,
  type Checkout,
  type CheckoutRequest,
  type CommitRequest,
  type Conventions,
  type ExportRequest,
  type RepositoryRef,
} from './code-host.port';
import { withFileFailures } from './git/file-failure';
import type { Remote } from './git/remote';
import { readBaseFiles } from './steps/base-files';
import { checkpointTree } from './steps/checkpoint-tree';
import { claimBranch } from './steps/claim-branch';
import { cloneBase } from './steps/clone';
import { commitTree } from './steps/commit-tree';
import { diffWorkTree } from './steps/diff-tree';
import { exportTree } from './steps/export-tree';
import { dropWork, findKeptWork, keepWork } from './steps/kept-work';
import { pushCommit } from './steps/push-commit';
import { readConventions } from './steps/read-conventions';
import { restoreTree } from './steps/restore-tree';
import { untrackedPaths } from './steps/untracked-paths';
import { writeOutTree } from './steps/write-out-tree';

/** What all hosts that speak git have in common; a host adds how it is reached and how it opens pull requests. */
export abstract class GitCodeHost extends CodeHost {
  protected abstract remoteOf(repository: RepositoryRef): Remote;

  checkout(request: CheckoutRequest): Promise<Checkout> {
    return withFileFailures(() => this.prepare(request));
  }

  reopen(checkout: Checkout, signal?: AbortSignal): Promise<void> {
    const { git } = this.remoteOf(checkout.repository);
    const start = checkout.pushed?.headSha ?? checkout.baseSha;
    return withFileFailures(() =>
      exportTree(git, signal === undefined ? checkout : { ...checkout, signal }, start),
    );
  }

  diff(checkout: Checkout, treeSha?: string): Promise<ChangeDiff> {
    return withFileFailures(() => diffWorkTree(this.remoteOf(checkout.repository).git, checkout, treeSha));
  }

  restore(checkout: Checkout, treeSha: string): Promise<void> {
    return withFileFailures(() => restoreTree(this.remoteOf(checkout.repository).git, checkout, treeSha));
  }

  checkpoint(checkout: Checkout, treeSha: string, before: string | null): Promise<string> {
    return checkpointTree(this.remoteOf(checkout.repository).git, checkout, treeSha, before);
  }

  keep(
    checkout: Checkout,
    commit: CommitRequest,
    earlier: string | null,
    signal?: AbortSignal,
  ): Promise<string> {
    return keepWork(this.remoteOf(checkout.repository), checkout, commit, earlier, signal);
  }

  dropKept(checkout: Checkout, headSha: string, signal?: AbortSignal): Promise<void> {
    return dropWork(this.remoteOf(checkout.repository), checkout, headSha, signal);
  }

  untracked(checkout: Checkout): Promise<readonly string[]> {
    return withFileFailures(() => untrackedPaths(this.remoteOf(checkout.repository).git, checkout));
  }

  conventions(checkout: Checkout): Promise<Conventions> {
    return readConventions(this.remoteOf(checkout.repository).git, checkout);
  }

  exportTree(checkout: Checkout, request: ExportRequest): Promise<string> {
    return withFileFailures(() => writeOutTree(this.remoteOf(checkout.repository).git, checkout, request));
  }

  baseFiles(checkout: Checkout, request: BaseFilesRequest): Promise<readonly BaseFile[]> {
    return readBaseFiles(this.remoteOf(checkout.repository).git, checkout, request);
  }

  commit(checkout: Checkout, commit: CommitRequest): Promise<string> {
    return commitTree(this.remoteOf(checkout.repository).git, checkout, commit);
  }

  push(checkout: Checkout, headSha: string, signal?: AbortSignal): Promise<void> {
    return pushCommit(this.remoteOf(checkout.repository), checkout, headSha, signal);
  }

  private async prepare(request: CheckoutRequest): Promise<Checkout> {
    const { repository, taskId, trustedDir, checkoutDir } = request;
    const remote = this.remoteOf(repository);
    const newest = await cloneBase(remote, request);
    const claimed = await claimBranch(remote, request);
    const { branch, pushed } = claimed;
    const found = claimed.kept === null ? null : await findKeptWork(remote, request, newest);
    const kept = found === null ? null : { headSha: found.headSha, treeSha: found.treeSha };
    const baseSha = (pushed === null ? found?.baseSha : claimed.baseSha) ?? newest;
    await exportTree(remote.git, request, pushed?.headSha ?? baseSha);
    return { repository, taskId, trustedDir, checkoutDir, baseSha, branch, pushed, kept };
  }
}
