import { Inject, Injectable } from '@nestjs/common';
import { CodeHostError } from '../../code-host.errors';
import type { Checkout, PullRequest, PullRequestRequest, RepositoryRef } from '../../code-host.port';
import { Git } from '../../git/git';
import { GitCodeHost } from '../../git-code-host';
import type { Remote } from '../../git/remote';
import { retryUnavailable } from '../../git/retry-unavailable';
import { Askpass } from './askpass';
import { Gh } from './gh';
import { GITHUB_OPTIONS, type GitHubOptions } from './github.options';

interface GhPullRequest {
  readonly url: string;
  readonly number: number;
  readonly isDraft: boolean;
}

/** GitHub: git over https with a credential per call, pull requests by the real `gh`, found by their branch first. */
@Injectable()
export class GitHubCodeHost extends GitCodeHost {
  private readonly askpass = new Askpass();
  private readonly gh: Gh;
  private readonly git: Git;
  private readonly origin: string;

  constructor(@Inject(GITHUB_OPTIONS) private readonly options: GitHubOptions) {
    super();
    const host = options.host ?? 'github.com';
    // gh speaks plain http to *.localhost, so that a server on loopback can stand in for the forge.
    const protocol = host.endsWith('.localhost') ? 'http' : 'https';
    this.origin = `${protocol}://${host}/`;
    this.gh = new Gh(options);
    this.git = new Git({
      protocols: [protocol],
      config: options.httpProxy === undefined ? [] : [`http.proxy=${options.httpProxy}`],
    });
  }

  accepts(url: string): boolean {
    return url.startsWith(this.origin);
  }

  async openPullRequest(
    checkout: Checkout,
    request: PullRequestRequest,
    signal?: AbortSignal,
  ): Promise<PullRequest> {
    const repository = this.nameOf(checkout.repository.url);
    return retryUnavailable(signal, async () => {
      const found = await this.find(repository, checkout.branch, signal);
      if (found !== null) return { ...found, created: false };
      await this.create(repository, checkout, request, signal);
      const opened = await this.find(repository, checkout.branch, signal);
      if (opened === null) throw this.vanished(checkout.branch);
      await this.label(repository, opened.number, request.labels, signal);
      return { ...opened, created: true };
    });
  }

  protected remoteOf({ url }: RepositoryRef): Promise<Remote> {
    const { token } = this.options;
    const call = token === undefined ? {} : { secret: token, env: { GIT_ASKPASS: this.askpass.program() } };
    return Promise.resolve({ git: this.git, url, call });
  }

  private nameOf(url: string): string {
    const path = url
      .slice(this.origin.length)
      .replace(/\.git$/, '')
      .replace(/\/+$/, '');
    return `${this.options.host ?? 'github.com'}/${path}`;
  }

  private async find(
    repository: string,
    branch: string,
    signal?: AbortSignal,
  ): Promise<Omit<PullRequest, 'created'> | null> {
    const fields = ['--json', 'number,url,isDraft', '--limit', '1'];
    const args = ['pr', 'list', '--repo', repository, '--head', branch, '--state', 'open', ...fields];
    const [first] = JSON.parse(await this.gh.run(() => args, {}, signal)) as GhPullRequest[];
    return first === undefined ? null : { url: first.url, number: first.number, draft: first.isDraft };
  }

  private async create(
    repository: string,
    checkout: Checkout,
    request: PullRequestRequest,
    signal?: AbortSignal,
  ): Promise<void> {
    const { branch: base } = checkout.repository;
    const args = [
      'pr',
      'create',
      '--repo',
      repository,
      '--head',
      checkout.branch,
      '--base',
      base,
      '--title',
      request.title,
    ];
    const draft = request.draft ? ['--draft'] : [];
    await this.gh.run(
      (folder) => [...args, ...draft, '--body-file', `${folder}/body.md`],
      { 'body.md': request.body },
      signal,
    );
  }

  /** A repository without the label is no reason to fail. */
  private async label(
    repository: string,
    number: number,
    labels: readonly string[],
    signal?: AbortSignal,
  ): Promise<void> {
    const wanted = labels.flatMap((label) => ['--add-label', label]);
    if (wanted.length === 0) return;
    await this.gh
      .run(() => ['pr', 'edit', String(number), '--repo', repository, ...wanted], {}, signal)
      .catch((error: unknown) => {
        if (!(error instanceof CodeHostError)) throw error;
      });
  }

  private vanished(branch: string): CodeHostError {
    return new CodeHostError(
      'pull_request_rejected',
      `the pull request of ${branch} was created and cannot be found`,
      {
        remedy: 'Look at the pull requests of the repository; retry the task when there is none.',
      },
    );
  }
}
