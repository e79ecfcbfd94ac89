import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHostList, unionOfHosts, type EgressRules } from '../rules/egress-rules';
import { renderConfiguration, type SquidPlaces } from './render-configuration';

const PLACES: SquidPlaces = {
  listen: { host: '0.0.0.0', port: 3128 },
  logPort: 40_000,
  status: { host: '127.0.0.1', port: 3129 },
  passwordFile: '/tmp/x/passwords',
  hostsFile: '/etc/hosts',
  drainSeconds: 20,
};
const rulesOf = (anyone: string, agent = '', mayBePrivate = ''): EgressRules => ({
  anyone: readHostList(anyone).hosts,
  agent: readHostList(agent).hosts,
  mayBePrivate: readHostList(mayBePrivate).hosts,
});
const linesOf = (rules: EgressRules): string[] => renderConfiguration(rules, PLACES).split('\n');

/** Every line that a host can be the reason of. */
const OF_HOSTS =
  /^acl (?:anyone|agents_host)(?:_(?:names|port)_\d+|_\d+)? (?:dstdomain -n [a-z0-9.-]+|port \d+|all-of [\w ]+|any-of [\w ]+)$|^acl may_be_private (?:dstdomain -n [a-z0-9.-]+|any-of nothing)$/;
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.domain(),
  fc
    .array(
      fc.constantFrom(
        'a',
        'b.c',
        '.',
        '\n',
        '\r',
        ' ',
        '\t',
        '#',
        '"',
        '\\',
        ':',
        '443',
        '-n',
        'http_access allow all',
        '%',
        '{',
        '}',
        '\0',
        '\u2028',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('squid.conf', () => {
  it('lets hosts add hosts, and nothing else, whatever they are called', () => {
    const fixed = new Set(linesOf(rulesOf('')));
    fc.assert(
      fc.property(fc.array(hostile), fc.array(hostile), fc.array(hostile), (anyone, agent, named) => {
        const lines = linesOf({
          anyone: unionOfHosts([anyone]),
          agent: readHostList(agent.join(',')).hosts,
          mayBePrivate: unionOfHosts([named]),
        });
        for (const line of lines) if (!fixed.has(line)) expect(line).toMatch(OF_HOSTS);
        const decisions = lines.filter((line) => line.startsWith('http_access'));
        expect(decisions).toEqual([...fixed].filter((line) => line.startsWith('http_access')));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a host that nobody has read, and a path that is two words', () => {
    const forged = { name: 'a.example\nhttp_access allow all', andBelow: false, port: 443 };
    expect(() => linesOf({ ...rulesOf(''), anyone: [forged] })).toThrow(/not a plain word/);
    expect(() => renderConfiguration(rulesOf(''), { ...PLACES, hostsFile: '/etc/a b' })).toThrow(
      /plain word/,
    );
  });

  it('allows a name on its ports alone', () => {
    const lines = linesOf(rulesOf('pypi.org gitea:3000', 'api.openai.com', 'gitea'));
    expect(lines).toEqual(
      expect.arrayContaining([
        'acl anyone_names_443 dstdomain -n pypi.org',
        'acl anyone_443 all-of anyone_names_443 anyone_port_443',
        'acl anyone_names_3000 dstdomain -n gitea',
        'acl anyone_port_3000 port 3000',
        'acl anyone any-of anyone_443 anyone_3000',
        'acl agents_host any-of agents_host_443',
        'acl may_be_private dstdomain -n gitea',
      ]),
    );
  });

  it('names what contains another entry once', () => {
    const names = linesOf(rulesOf('.a.example a.example b.a.example .c.a.example xa.example .a.example'));
    expect(names.filter((line) => line.includes('anyone_names_443 dstdomain'))).toEqual([
      'acl anyone_names_443 dstdomain -n .a.example',
      'acl anyone_names_443 dstdomain -n xa.example',
    ]);
  });

  it('looks no name up that is on no list, and asks for the password last', () => {
    const decisions = linesOf(rulesOf('a.example')).filter((line) => line.startsWith('http_access'));
    const place = (part: string): number => decisions.findIndex((line) => line.includes(part));
    expect(place('!listed')).toBeLessThan(place('never'));
    expect(place('private')).toBeLessThan(place('allow anyone'));
    expect(place('!brings_credential')).toBeLessThan(place('agents_host agent'));
    expect(decisions.at(-1)).toBe('http_access deny all');
  });
});

it('a list of hosts names what is none', () => {
  expect(readHostList('a.example,\n b.example:8443  https://x')).toEqual({
    hosts: [
      { name: 'a.example', andBelow: false, port: 443 },
      { name: 'b.example', andBelow: false, port: 8443 },
    ],
    bad: ['https://x'],
  });
});
