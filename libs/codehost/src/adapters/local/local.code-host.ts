import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import type { Checkout, PullRequest, PullRequestRequest, RepositoryRef } from '../../code-host.port';
import { Git } from '../../git/git';
import { GitCodeHost } from '../../git-code-host';
import type { Remote } from '../../git/remote';
import { countPullRequestFiles, openPullRequestFile } from './pull-request-file';

/** A bare repository on this machine (`file://`); its pull requests are files beside it. For demo, trials and tests. */
@Injectable()
export class LocalCodeHost extends GitCodeHost {
  private readonly git = new Git({ protocols: ['file'] });

  accepts(url: string): boolean {
    return url.startsWith('file://');
  }

  async openPullRequest(checkout: Checkout, request: PullRequestRequest): Promise<PullRequest> {
    return openPullRequestFile(fileURLToPath(checkout.repository.url), checkout, request);
  }

  async countOpenPullRequests({ url }: RepositoryRef): Promise<number> {
    return countPullRequestFiles(fileURLToPath(url));
  }

  protected remoteOf({ url }: RepositoryRef): Remote {
    return { git: this.git, url, call: { isRemote: true } };
  }
}
