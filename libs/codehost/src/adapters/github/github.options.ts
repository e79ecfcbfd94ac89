/** How GitHub is reached. */
export interface GitHubOptions {
  /** Needs contents and pull requests, read and write. */
  readonly token?: string | undefined;
  /** `github.com` unless given; `*.localhost` is spoken to in plain HTTP, as `gh` does. */
  readonly host?: string | undefined;
  /** A proxy for gh and git, `http://host:port`. */
  readonly httpProxy?: string | undefined;
  /** What opens the proxy; no part of its address, which is shown here and there. */
  readonly proxyCredential?: { readonly user: string; readonly password: string } | undefined;
  /** A file with all certificates that gh and git trust, instead of the machine's own. */
  readonly certificates?: string | undefined;
  /** The longest that one git or gh process may take; default 5 minutes for git, 1 for gh. Milliseconds. */
  readonly timeoutMs?: number;
}

export const GITHUB_OPTIONS = Symbol.for('anton.github-options');

export function hostOf({ host = 'github.com' }: GitHubOptions): string {
  return host;
}

const proxyVariables = (url: string): Record<string, string> => ({
  http_proxy: url,
  https_proxy: url,
  HTTP_PROXY: url,
  HTTPS_PROXY: url,
});

function proxyUrl({ httpProxy = '', proxyCredential }: GitHubOptions, withPassword: boolean): string {
  const url = new URL(httpProxy);
  url.username = encodeURIComponent(proxyCredential?.user ?? '');
  if (withPassword) url.password = encodeURIComponent(proxyCredential?.password ?? '');
  return url.href;
}

/** The variables by which git finds proxy and certificates. It asks for the password, as for every credential. */
export function gitEnvironment(options: GitHubOptions): Record<string, string> {
  return {
    ...(options.httpProxy !== undefined && proxyVariables(proxyUrl(options, false))),
    // Else git tries without a credential first, which looks like somebody who has none.
    ...(options.proxyCredential !== undefined && { GIT_HTTP_PROXY_AUTHMETHOD: 'basic' }),
    ...(options.certificates !== undefined && { GIT_SSL_CAINFO: options.certificates }),
  };
}

/** The variables by which gh finds them. It takes the password of a proxy from its environment, and nowhere else. */
export function ghEnvironment(options: GitHubOptions): Record<string, string> {
  return {
    ...(options.httpProxy !== undefined && proxyVariables(proxyUrl(options, true))),
    ...(options.certificates !== undefined && { SSL_CERT_FILE: options.certificates }),
  };
}
