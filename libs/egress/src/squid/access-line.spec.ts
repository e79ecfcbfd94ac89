import { describe, expect, it } from 'vitest';
import { accessResult, readBlocked } from './access-line';

const line = (client: string, host: string, at = 1_795_918_501_340, rest = '443 -'): string =>
  `${at} ${client} TCP_DENIED 403 CONNECT ${host} ${rest}`;

describe('a line of the access log', () => {
  it.each([
    [line('10.0.0.7', 'evil.example'), { client: '10.0.0.7', host: 'evil.example', port: 443, why: 'name' }],
    [
      line('10.0.0.7', 'in.example', 1_795_918_501_340, '8443 address'),
      { host: 'in.example', port: 8443, why: 'address' },
    ],
    [line('::ffff:10.0.0.7', '%5B::1%5D'), { client: '10.0.0.7', host: '::1' }],
    [line('fd00::7', 'EVIL.example'), { client: 'fd00::7', host: 'evil.example' }],
  ])('%s is a blocked host', (text, seen) => expect(readBlocked(text)).toMatchObject(seen));

  it.each([
    '1795918501350 10.0.0.7 TCP_TUNNEL 200 CONNECT registry.test 8443 -',
    '1795918501432 10.0.0.7 TCP_DENIED 407 CONNECT github.test 8443 -',
    '1795918501432 10.0.0.7 NONE 000 NONE - 0 -',
    line('10.0.0.7', 'a%0Ab.example'),
    line('10.0.0.7', '%E0%A4%A'),
    line('10.0.0.7', '<b>.example'),
    'nonsense',
    '',
  ])('%j is none', (text) => expect(readBlocked(text)).toBeNull());

  it.each([
    ['TCP_TUNNEL 200 CONNECT registry.test 443 -', 'allowed'],
    ['TCP_MISS 404 GET registry.test 80 -', 'allowed'],
    ['TCP_DENIED 403 CONNECT evil.test 443 -', 'refused'],
    ['TCP_DENIED 403 CONNECT rebound.test 443 address', 'refused'],
    ['TCP_DENIED 407 CONNECT models.test 443 -', 'unauthenticated'],
    ['TCP_TUNNEL 503 CONNECT registry.test 443 -', 'failed'],
    ['NONE_NONE 000 - - 0 -', null],
    ['TCP_MISS 200 GET refused.anton-egress.invalid 80 -', null],
    ['nonsense', null],
  ])('%s is %s', (text, result) => {
    expect(accessResult(`1795918501350 10.0.0.7 ${text}`)).toBe(result);
  });
});
