import { Logger } from '@nestjs/common';
import { CodeHostError } from '../../code-host.errors';
import { BRANCH_PREFIX, type PullRequest, type PullRequestRequest } from '../../code-host.port';
import { plainLine } from '../../git/trailers';
import { Gh } from './gh';
import { hostOf, type GitHubOptions } from './github.options';

/** Two pages of GitHub's. */
const MAX_COUNTED = 200;

/** Where a pull request goes: `repository` is `owner/name`. */
export interface PullRequestPlace {
  readonly repository: string;
  readonly head: string;
  readonly base: string;
}

interface GhPullRequest {
  readonly url: string;
  readonly number: number;
  readonly isDraft: boolean;
}

/** Pull requests by the real `gh`. */
export class GitHubPullRequests {
  private readonly logger = new Logger(GitHubPullRequests.name);
  private readonly gh: Gh;
  private readonly host: string;

  constructor(options: GitHubOptions) {
    this.gh = new Gh(options);
    this.host = hostOf(options);
  }

  /** Finds the open pull request of the branch, else opens one; who loses a race against another finds the winner's. */
  async open(
    place: PullRequestPlace,
    request: PullRequestRequest,
    signal?: AbortSignal,
  ): Promise<PullRequest> {
    const found = await this.find(place, signal);
    if (found !== null) return { ...found, created: false };
    try {
      const { draft } = request;
      const url = await this.create(place, request, signal);
      const number = Number(/\/pull\/(\d+)$/.exec(url)?.[1]);
      await this.label(place.repository, number, request.labels, signal);
      return { url, number, draft, created: true };
    } catch (error) {
      if (!(error instanceof CodeHostError) || error.code !== 'pull_request_rejected') throw error;
      const opened = await this.find(place, signal);
      if (opened === null) throw error;
      return { ...opened, created: false };
    }
  }

  /** The open ones of Anton's branches. */
  async count(repository: string, signal?: AbortSignal): Promise<number> {
    const where = ['--repo', `${this.host}/${repository}`, '--state', 'open'];
    const args = ['pr', 'list', ...where, '--json', 'headRefName', '--limit', String(MAX_COUNTED)];
    const open = JSON.parse(await this.gh.run(args, { signal })) as { headRefName: string }[];
    return open.filter(({ headRefName }) => headRefName.startsWith(BRANCH_PREFIX)).length;
  }

  private async find(
    { repository, head }: PullRequestPlace,
    signal: AbortSignal | undefined,
  ): Promise<Omit<PullRequest, 'created'> | null> {
    const where = ['--repo', `${this.host}/${repository}`, '--head', head, '--state', 'open'];
    const args = ['pr', 'list', ...where, '--json', 'number,url,isDraft', '--limit', '1'];
    const [first] = JSON.parse(await this.gh.run(args, { signal })) as GhPullRequest[];
    return first === undefined ? null : { url: first.url, number: first.number, draft: first.isDraft };
  }

  /** Returns the address of the new pull request, the last line that gh prints. */
  private async create(
    { repository, head, base }: PullRequestPlace,
    { title, body, draft }: PullRequestRequest,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const where = ['--repo', `${this.host}/${repository}`, '--head', head, '--base', base];
    const what = ['--title', plainLine(title), '--body-file', 'body.md', ...(draft ? ['--draft'] : [])];
    const output = await this.gh.run(['pr', 'create', ...where, ...what], {
      files: { 'body.md': body },
      signal,
    });
    return output.trim().split('\n').at(-1) ?? '';
  }

  /** By REST, which makes a label that is missing; `gh pr edit` would refuse. Without labels it is a pull request all the same. */
  private async label(
    repository: string,
    number: number,
    labels: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (labels.length === 0) return;
    const path = `repos/${repository}/issues/${number}/labels`;
    const fields = labels.flatMap((label) => ['-f', `labels[]=${label}`]);
    try {
      await this.gh.run(['api', '--hostname', this.host, '--method', 'POST', path, ...fields], { signal });
    } catch (error) {
      if (!(error instanceof CodeHostError)) throw error;
      this.logger.warn(`no labels on pull request ${number}: ${error.message}`);
    }
  }
}
