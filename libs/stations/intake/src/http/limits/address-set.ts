import { BlockList, isIP } from 'node:net';
import { PermanentError } from '@anton/contracts';

/** A text that should have been an address or a network, e.g. `10.0.0.7` or `10.0.0.0/8`. */
class BadAddressError extends PermanentError {
  constructor(text: string) {
    super(`"${text}" is no address and no network`, {
      code: 'bad_address',
      remedy: 'Write addresses and networks like 10.0.0.7, 10.0.0.0/8 or fd00::/8, comma-separated.',
    });
  }
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Addresses and networks, comma-separated. */
export class AddressSet {
  private readonly list = new BlockList();
  private readonly isEmpty: boolean;

  /** @throws BadAddressError */
  constructor(text: string) {
    const items = text.split(/[\s,]+/).filter(Boolean);
    this.isEmpty = items.length === 0;
    for (const item of items) this.add(item);
  }

  /** An IPv4 address that is written as IPv6 (`::ffff:10.0.0.7`) is the same address; a text that is none is in no set. */
  has(address: string): boolean {
    return !this.isEmpty && isIP(address) !== 0 && this.list.check(address, familyOf(address));
  }

  private add(item: string): void {
    const [address = '', length, ...rest] = item.split('/');
    const bits = Number(length);
    const isNetwork = /^\d{1,3}$/.test(length ?? '') && bits <= (isIP(address) === 6 ? 128 : 32);
    if (isIP(address) === 0 || rest.length > 0 || (length !== undefined && !isNetwork))
      throw new BadAddressError(item);
    if (length === undefined) this.list.addAddress(address, familyOf(address));
    else this.list.addSubnet(address, bits, familyOf(address));
  }
}
