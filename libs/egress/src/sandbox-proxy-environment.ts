/** Reached without a proxy: what a test starts on its own machine. */
const DIRECT = ['localhost', '127.0.0.1', '::1'];

/**
 * The variables by which commands of a repository find the proxy at `url`, which carries no credential: curl, git, npm,
 * pip, Go and Cargo read the first ones; the JVM reads none, so that Maven and Gradle get properties, in the variables
 * that print nothing (`JAVA_TOOL_OPTIONS` prints a line on every start of a JVM).
 */
export function sandboxProxyEnvironment(url: string): Readonly<Record<string, string>> {
  const { hostname, port, origin } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const properties = [
    ...['http', 'https'].flatMap((scheme) => [
      `-D${scheme}.proxyHost=${host}`,
      `-D${scheme}.proxyPort=${port === '' ? '80' : port}`,
    ]),
    // Maven's own HTTP client asks for the properties only when it is told to, since 3.9.
    '-Daether.connector.http.useSystemProperties=true',
  ];
  const direct = DIRECT.join(',');
  return {
    HTTP_PROXY: origin,
    HTTPS_PROXY: origin,
    http_proxy: origin,
    https_proxy: origin,
    NO_PROXY: direct,
    no_proxy: direct,
    YARN_HTTP_PROXY: origin,
    YARN_HTTPS_PROXY: origin,
    MAVEN_OPTS: properties.join(' '),
    GRADLE_OPTS: properties.slice(0, -1).join(' '),
  };
}
