import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey } from './address-key';
import { AddressSet } from './address-set';

describe('AddressSet', () => {
  it.each([
    ['10.0.0.7', '10.0.0.7', true],
    ['10.0.0.7', '10.0.0.8', false],
    ['10.0.0.0/8, fd00::/8', '10.200.3.4', true],
    ['10.0.0.0/8, fd00::/8', '::ffff:10.200.3.4', true],
    ['10.0.0.0/8 fd00::/8', 'fd12::1', true],
    ['10.0.0.0/8,fd00::/8,', '11.0.0.1', false],
    ['10.0.0.0/8', 'unknown', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['', '10.0.0.7', false],
  ])('of "%s" has %s: %s', (text, address, has) => {
    expect(new AddressSet(text).has(address)).toBe(has);
  });

  it.each([
    'true',
    '*',
    'loopback',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0/8',
    '1.2.3.4/8/8',
    '10.0.0.0/-1',
  ])('refuses %s', (text) => {
    expect(() => new AddressSet(`10.0.0.1, ${text}`)).toThrow(`"${text}" is no address and no network`);
  });
});

describe('addressKey', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:52814', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['[2001:db8::6]:443', '2001:db8:0:0::/64'],
    ['[2001:db8::6]', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['', ''],
  ])('counts %s as %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });

  it('is the same for every address of one /64, and for no other', () => {
    const group = fc.integer({ min: 1, max: 0xffff }).map((value) => value.toString(16));
    const four = fc.tuple(group, group, group, group);
    fc.assert(
      fc.property(four, four, four, (net, one, other) => {
        const key = addressKey([...net, ...one].join(':'));
        expect(addressKey([...net, ...other].join(':'))).toBe(key);
        expect(key).toBe(`${net.join(':')}::/64`);
      }),
    );
  });

  it('never throws, and is short, whatever a proxy forwards', () => {
    const looksLikeOne = fc.stringMatching(/^[0-9a-f:[\].%]{0,80}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 500 }), looksLikeOne), (text) => {
        expect(addressKey(text).length).toBeLessThan(48);
      }),
    );
  });
});
