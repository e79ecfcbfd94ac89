import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodeHost, type ChangeDiff, type Checkout, type CheckoutRequest } from '@anton/codehost';
import { NotPreparedError } from './not-prepared.error';
import type { SandboxTree } from './sandbox-tree';

/** A code host whose clone was made by `runner prepare`, and whose work tree is the one of a sandbox. */
export class PreparedCodeHost extends CodeHost {
  constructor(
    private readonly inner: CodeHost,
    private readonly trusted: string,
    private readonly tree: SandboxTree,
    private readonly isUsed: boolean,
  ) {
    super();
  }

  override accepts(url: string): boolean {
    return this.inner.accepts(url);
  }

  /** @throws NotPreparedError, CodeHostError */
  override async checkout({ checkoutDir, signal }: CheckoutRequest): Promise<Checkout> {
    const checkout = {
      ...(await this.prepared()),
      trustedDir: join(this.trusted, 'repository'),
      checkoutDir,
    };
    await this.inner.reopen(checkout, signal);
    await this.tree.begin({ isUsed: this.isUsed });
    return checkout;
  }

  private async prepared(): Promise<Checkout> {
    const file = join(this.trusted, 'checkout.json');
    try {
      return JSON.parse(await readFile(file, 'utf8')) as Checkout;
    } catch (error) {
      throw new NotPreparedError(file, error);
    }
  }

  override reopen(...asked: Parameters<CodeHost['reopen']>): Promise<void> {
    return this.inner.reopen(...asked);
  }

  override async diff(checkout: Checkout, treeSha?: string): Promise<ChangeDiff> {
    if (treeSha === undefined) await this.tree.update();
    return this.inner.diff(checkout, treeSha);
  }

  override restore(checkout: Checkout, treeSha: string): Promise<void> {
    return this.tree.change(() => this.inner.restore(checkout, treeSha));
  }

  override async untracked(checkout: Checkout): Promise<readonly string[]> {
    await this.tree.update();
    return this.inner.untracked(checkout);
  }

  override checkpoint(...asked: Parameters<CodeHost['checkpoint']>): Promise<string> {
    return this.inner.checkpoint(...asked);
  }

  override keep(...asked: Parameters<CodeHost['keep']>): Promise<string> {
    return this.inner.keep(...asked);
  }

  override dropKept(...asked: Parameters<CodeHost['dropKept']>): Promise<void> {
    return this.inner.dropKept(...asked);
  }

  override conventions(...asked: Parameters<CodeHost['conventions']>): ReturnType<CodeHost['conventions']> {
    return this.inner.conventions(...asked);
  }

  override exportTree(...asked: Parameters<CodeHost['exportTree']>): Promise<string> {
    return this.inner.exportTree(...asked);
  }

  override baseFiles(...asked: Parameters<CodeHost['baseFiles']>): ReturnType<CodeHost['baseFiles']> {
    return this.inner.baseFiles(...asked);
  }

  override commit(...asked: Parameters<CodeHost['commit']>): Promise<string> {
    return this.inner.commit(...asked);
  }

  override push(...asked: Parameters<CodeHost['push']>): Promise<void> {
    return this.inner.push(...asked);
  }

  override openPullRequest(
    ...asked: Parameters<CodeHost['openPullRequest']>
  ): ReturnType<CodeHost['openPullRequest']> {
    return this.inner.openPullRequest(...asked);
  }

  override countOpenPullRequests(...asked: Parameters<CodeHost['countOpenPullRequests']>): Promise<number> {
    return this.inner.countOpenPullRequests(...asked);
  }
}
