import { isIP } from 'node:net';

const MAPPED = '::ffff:';
/** Longer than four groups are: a proxy may forward what is no address. */
const MAX_LENGTH = 40;

/**
 * What limits count an address as: IPv4 as it is, IPv6 by its /64, of which one machine may use every address. A port
 * that a proxy wrote behind the address does not count.
 */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address.slice(0, MAX_LENGTH);
  if (address.startsWith(MAPPED) && address.includes('.')) return address.slice(MAPPED.length);
  const [ipv4 = '', , more] = address.split(':', 3);
  if (more === undefined) return ipv4.slice(0, MAX_LENGTH);
  const bare = isIP(address) === 6 ? address : address.replace(/^\[|\](?::\d+)?$/g, '');
  const [head = '', tail] = bare.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':').slice(0, MAX_LENGTH)}::/64`;
}
