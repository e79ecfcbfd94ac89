import {
  CodeHost,
  type ChangeDiff,
  type Checkout,
  type CheckoutRequest,
  type CommitRequest,
  type RepositoryRef,
} from './code-host.port';
import type { Remote } from './git/remote';
import { claimBranch } from './steps/claim-branch';
import { cloneBase } from './steps/clone';
import { commitTree } from './steps/commit-tree';
import { diffWorkTree } from './steps/diff-tree';
import { exportTree } from './steps/export-tree';
import { pushCommit } from './steps/push-commit';

/** What all hosts that speak git have in common; a host adds how it is reached and how it opens pull requests. */
export abstract class GitCodeHost extends CodeHost {
  protected abstract remoteOf(repository: RepositoryRef): Promise<Remote>;

  async checkout(request: CheckoutRequest): Promise<Checkout> {
    const remote = await this.remoteOf(request.repository);
    const base = await cloneBase(remote, request);
    const { branch, pushed } = await claimBranch(remote, request);
    const { trustedDir, checkoutDir, repository, signal } = request;
    const baseSha = pushed === null ? base : await this.parentOf(remote, trustedDir, pushed.headSha);
    await exportTree(remote.git, { trustedDir, checkoutDir, commit: pushed?.headSha ?? base, signal });
    return { repository, trustedDir, checkoutDir, baseSha, branch, pushed };
  }

  async diff(checkout: Checkout): Promise<ChangeDiff> {
    return diffWorkTree((await this.remoteOf(checkout.repository)).git, checkout);
  }

  async commit(checkout: Checkout, commit: CommitRequest): Promise<string> {
    return commitTree((await this.remoteOf(checkout.repository)).git, checkout, commit);
  }

  async push(checkout: Checkout, headSha: string, signal?: AbortSignal): Promise<void> {
    await pushCommit(await this.remoteOf(checkout.repository), checkout, headSha, signal);
  }

  private async parentOf({ git }: Remote, cwd: string, headSha: string): Promise<string> {
    return (await git.run(['rev-parse', '--verify', `${headSha}^`], { cwd })).trim();
  }
}
