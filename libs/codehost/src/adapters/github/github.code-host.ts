import { Inject, Injectable } from '@nestjs/common';
import type { Checkout, PullRequest, PullRequestRequest, RepositoryRef } from '../../code-host.port';
import { Git } from '../../git/git';
import { GitCodeHost } from '../../git-code-host';
import type { Remote } from '../../git/remote';
import { retryUnavailable } from '../../git/retry-unavailable';
import { credentialSettings, credentialTexts } from './credential';
import { GitHubPullRequests } from './github-pull-requests';
import { GITHUB_OPTIONS, gitEnvironment, hostOf, type GitHubOptions } from './github.options';

/** GitHub: git over https with a credential per call, pull requests by the real `gh`, found by their branch first. */
@Injectable()
export class GitHubCodeHost extends GitCodeHost {
  private readonly git: Git;
  private readonly origin: string;
  private readonly pullRequests: GitHubPullRequests;

  constructor(@Inject(GITHUB_OPTIONS) private readonly options: GitHubOptions) {
    super();
    const host = hostOf(options);
    const protocol = host.endsWith('.localhost') ? 'http' : 'https';
    this.origin = `${protocol}://${host}`;
    this.git = new Git({ protocols: [protocol], config: credentialSettings(this.origin, options) });
    this.pullRequests = new GitHubPullRequests(options);
  }

  accepts(url: string): boolean {
    return this.repositoryOf(url) !== null;
  }

  openPullRequest(
    { repository, branch }: Checkout,
    request: PullRequestRequest,
    signal?: AbortSignal,
  ): Promise<PullRequest> {
    const place = {
      repository: this.repositoryOf(repository.url) ?? repository.url,
      head: branch,
      base: repository.branch,
    };
    return retryUnavailable(signal, () => this.pullRequests.open(place, request, signal));
  }

  countOpenPullRequests({ url }: RepositoryRef, signal?: AbortSignal): Promise<number> {
    const repository = this.repositoryOf(url) ?? url;
    return retryUnavailable(signal, () => this.pullRequests.count(repository, signal));
  }

  protected remoteOf({ url }: RepositoryRef): Remote {
    const { timeoutMs } = this.options;
    const secrets = credentialTexts(this.origin, this.options);
    const call = { isRemote: true, timeoutMs, env: gitEnvironment(this.options), secrets };
    return { git: this.git, url, call };
  }

  /** `owner/name` of a repository's address on this host; null for every other address, also one with a credential. */
  private repositoryOf(url: string): string | null {
    if (!url.startsWith(`${this.origin}/`)) return null;
    const path = url.slice(this.origin.length + 1);
    return /^([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(path)?.[1] ?? null;
  }
}
