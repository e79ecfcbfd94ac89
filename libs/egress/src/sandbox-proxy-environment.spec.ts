import { expect, it } from 'vitest';
import { sandboxProxyEnvironment } from './sandbox-proxy-environment';

it('tells the commands of a repository where the proxy is, without a credential', () => {
  const environment = sandboxProxyEnvironment('http://agent:secret-of-the-agent@10.96.0.9:3128/x');
  expect(environment).toMatchObject({
    HTTPS_PROXY: 'http://10.96.0.9:3128',
    https_proxy: 'http://10.96.0.9:3128',
    NO_PROXY: 'localhost,127.0.0.1,::1',
    // Maven 3.9 goes out directly without it.
    MAVEN_OPTS: expect.stringContaining('-Daether.connector.http.useSystemProperties=true') as string,
    GRADLE_OPTS:
      '-Dhttp.proxyHost=10.96.0.9 -Dhttp.proxyPort=3128 -Dhttps.proxyHost=10.96.0.9 -Dhttps.proxyPort=3128',
  });
  expect(JSON.stringify(environment)).not.toContain('secret');
  expect(Object.keys(environment)).not.toContain('JAVA_TOOL_OPTIONS');
});

it('names an IPv6 proxy as each tool wants it', () => {
  expect(sandboxProxyEnvironment('http://[fd00::9]:3128')).toMatchObject({
    http_proxy: 'http://[fd00::9]:3128',
    MAVEN_OPTS: expect.stringContaining('-Dhttps.proxyHost=fd00::9 ') as string,
  });
});
