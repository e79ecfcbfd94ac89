import { execa } from 'execa';

/** A repository that the server offers. Branch patterns may end in `*`. */
export interface GitHubRepositoryOptions {
  readonly owner: string;
  readonly name: string;
  /** The bare repository behind it. */
  readonly bareDir: string;
  /** The only credential it opens for. */
  readonly token: string;
  /** Nobody may push to these branches. */
  readonly protectedBranches?: readonly string[];
}

/** A pull request as it stands at the server. */
export interface GitHubPullRequest {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly head: string;
  readonly base: string;
  readonly draft: boolean;
  readonly labels: readonly string[];
}

/** One repository with its pull requests, in memory. */
export class GitHubRepository {
  readonly pullRequests: GitHubPullRequest[] = [];

  constructor(
    readonly options: GitHubRepositoryOptions,
    private readonly origin: string,
  ) {}

  /** Newest first, as GitHub lists them; of every branch when none is named. */
  openOf(head: unknown): GitHubPullRequest[] {
    const isOf = (one: GitHubPullRequest): boolean => head === undefined || one.head === head;
    return this.pullRequests.filter(isOf).toReversed();
  }

  open(wanted: Omit<GitHubPullRequest, 'number' | 'url' | 'labels'>): GitHubPullRequest {
    const { owner, name } = this.options;
    const number = this.pullRequests.length + 1;
    const opened = { ...wanted, number, url: `${this.origin}/${owner}/${name}/pull/${number}`, labels: [] };
    this.pullRequests.push(opened);
    return opened;
  }

  label(number: number, labels: readonly string[]): GitHubPullRequest | undefined {
    const index = this.pullRequests.findIndex((one) => one.number === number);
    const found = this.pullRequests[index];
    if (found === undefined) return undefined;
    const labelled = { ...found, labels: [...new Set([...found.labels, ...labels])] };
    this.pullRequests[index] = labelled;
    return labelled;
  }

  /** The commit of a branch, or null. */
  async branch(name: string): Promise<string | null> {
    const args = ['rev-parse', '--verify', '--quiet', `refs/heads/${name}`];
    const { stdout, exitCode } = await execa('git', args, { cwd: this.options.bareDir, reject: false });
    return exitCode === 0 ? stdout : null;
  }
}
