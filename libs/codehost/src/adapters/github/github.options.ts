/** How GitHub is reached. */
export interface GitHubOptions {
  /** Needs contents and pull requests, read and write. */
  readonly token?: string | undefined;
  /** `github.com` unless given; `*.localhost` is spoken to in plain HTTP, as `gh` does. */
  readonly host?: string;
  /** A proxy for gh and git, `http://host:port`. */
  readonly httpProxy?: string;
  /** The longest that one git or gh process may take; default 5 minutes for git, 1 for gh. Milliseconds. */
  readonly timeoutMs?: number;
}

export const GITHUB_OPTIONS = Symbol.for('anton.github-options');

export function hostOf({ host = 'github.com' }: GitHubOptions): string {
  return host;
}

/** The variables by which git and gh find the proxy; never an argument, for a proxy's address may hold a password. */
export function proxyEnvironment({ httpProxy }: GitHubOptions): Record<string, string> {
  if (httpProxy === undefined) return {};
  return { http_proxy: httpProxy, https_proxy: httpProxy, HTTP_PROXY: httpProxy, HTTPS_PROXY: httpProxy };
}
