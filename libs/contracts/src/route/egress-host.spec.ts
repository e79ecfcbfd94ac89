import { describe, expect, it } from 'vitest';
import { egressAllows, egressEntry, parseEgressHost } from './egress-host';

describe('an entry of egress', () => {
  it.each([
    ['repo.maven.apache.org', { name: 'repo.maven.apache.org', andBelow: false, port: 443 }],
    ['gitea:3000', { name: 'gitea', andBelow: false, port: 3000 }],
    ['.example.com', { name: 'example.com', andBelow: true, port: 443 }],
    ['.example.com:8443', { name: 'example.com', andBelow: true, port: 8443 }],
    ['xn--bcher-kva.example', { name: 'xn--bcher-kva.example', andBelow: false, port: 443 }],
    ['3scale.net', { name: '3scale.net', andBelow: false, port: 443 }],
  ])('%s is read', (entry, host) => expect(parseEgressHost(entry)).toEqual(host));

  it.each([
    '',
    '.',
    '*.example.com',
    'https://example.com',
    'example.com/path',
    'Example.com',
    'example.com.',
    'bücher.example',
    '10.0.0.1',
    '10.0.0.1:443',
    '0x7f000001',
    '2130706433',
    '127.1',
    '[::1]',
    '::1',
    'a b',
    'example.com\nhttp_access allow all',
    'example.com:0',
    'example.com:65536',
    'example.com:443:443',
    'user@example.com',
    '-x.example',
    'a..b',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(130)}example`,
  ])('%j is refused', (entry) => expect(parseEgressHost(entry)).toBeNull());

  it('is the line that allows a host', () => {
    expect(egressEntry({ host: 'pypi.org', port: 443 })).toBe('pypi.org');
    expect(egressEntry({ host: 'mirror.corp', port: 8081 })).toBe('mirror.corp:8081');
  });

  it.each([
    ['https://wiki.example.com/mcp', true],
    ['https://wiki.example.com./mcp', true],
    ['https://wiki.example.com:8443/mcp', false],
    ['http://wiki.example.com/mcp', false],
    ['http://tools.example.com:8080/mcp', true],
    ['https://a.b.below.example/mcp', true],
    ['https://below.example/mcp', true],
    ['https://notbelow.example/mcp', false],
  ])('allows %s: %s', (url, allowed) => {
    const entries = ['wiki.example.com', 'tools.example.com:8080', '.below.example'];
    expect(egressAllows(entries, new URL(url))).toBe(allowed);
  });
});
