import { expect, it } from 'vitest';
import { TOOL_HOMES } from '@anton/platform';
import { cleanEnvironment } from './clean-environment';

const clean = (source: Record<string, string>) =>
  cleanEnvironment(source, { home: '/h', execId: '1', extra: {} });

it('hands on where tools and certificates are, and nothing else', () => {
  const told = Object.fromEntries(
    [...TOOL_HOMES, 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'].map((name) => [name, `/${name}`]),
  );
  const kept = { OPENAI_API_KEY: 'canary', HTTPS_PROXY: 'http://user:canary@proxy', HOME: '/root' };
  const environment = clean({ ...told, ...kept });
  expect(environment).toMatchObject({ ...told, HOME: '/h' });
  expect(JSON.stringify(environment)).not.toMatch(/canary|root/);
});

it("keeps Go's downloads removable by whoever runs Anton", () => {
  expect(clean({})).toMatchObject({ GOFLAGS: '-modcacherw' });
});
