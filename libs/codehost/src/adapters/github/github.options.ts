/** How GitHub is reached. */
export interface GitHubOptions {
  /** Needs contents and pull requests, read and write. */
  readonly token?: string | undefined;
  /** `github.com` unless given. */
  readonly host?: string;
  /** A proxy for gh and git, `http://host:port`. */
  readonly httpProxy?: string;
}

export const GITHUB_OPTIONS = Symbol.for('anton.github-options');
