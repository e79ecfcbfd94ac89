import { expect, it } from 'vitest';
import { blockedWords } from './blocked-words';

const at = { template: 'java-backend', egress: ['repo.maven.apache.org'] };

it('says what was refused, and the exact line that would allow it', () => {
  const hosts = [
    { host: 'plugins.gradle.org', port: 443, times: 3 },
    { host: 'mirror.corp', port: 8081, times: 1 },
  ];
  expect(blockedWords(hosts, at)).toBe(
    'The proxy refused plugins.gradle.org (3 times), mirror.corp:8081 (once). If this is to be reached, the line is egress: [repo.maven.apache.org, plugins.gradle.org, mirror.corp:8081] in templates/java-backend/template.yaml.',
  );
  expect(blockedWords(hosts, { ...at, code: (text) => `\`${text}\`` })).toContain(
    '`plugins.gradle.org` (3 times)',
  );
});

it('proposes no line that cannot be one', () => {
  expect(blockedWords([{ host: '169.254.169.254', port: 80, times: 2 }], at)).toBe(
    'The proxy refused 169.254.169.254:80 (2 times). IP addresses cannot be allowed.',
  );
  expect(
    blockedWords([{ host: 'repo.maven.apache.org', port: 443, times: 1, privateAddress: true }], at),
  ).toBe(
    'The proxy refused repo.maven.apache.org (once). A private address is reached only by a name in ANTON_EGRESS_ALLOW_PRIVATE of anton-egress: repo.maven.apache.org.',
  );
  expect(blockedWords([], at)).toBe('');
});
