import { OWN_LIST } from '../blocked/own-list';

/** What Squid writes of a request: time in ms, client, result, status, method, host, port, mark. No credential, no path. */
export const ACCESS_LOG_FORMAT = '%ts%03tu %>a %Ss %>Hs %rm %#>rd %>rP %{blocked}note';

/** A request that was refused because of where it goes. */
export interface BlockedRequest {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly client: string;
  readonly host: string;
  readonly port: number;
  /** `address`: its name is allowed, what it stands for is not. */
  readonly why: 'name' | 'address';
}

const LINE = /^(\d{13,16}) (\S+) (\S+) (\d{3}) (\S+) (\S+) (\d{1,5}) (\S+)$/;
const MAX_HOST = 253;

function decoded(host: string): string | null {
  try {
    return decodeURIComponent(host).replace(/^\[(.*)\]$/, '$1');
  } catch {
    return null;
  }
}

/** An IPv4 address is written as such, also by who sees it as a part of IPv6. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** How requests end: `unauthenticated` by a wrong password, `failed` by an answer of 500 or above, Squid's own included. */
export const ACCESS_RESULTS = ['allowed', 'refused', 'unauthenticated', 'failed'] as const;
export type AccessResult = (typeof ACCESS_RESULTS)[number];

/** How the request of a line of the access log ended; null for what is none, and for a client that asks for its own list. */
export function accessResult(line: string): AccessResult | null {
  const [, , , result, status, , host] = LINE.exec(line) ?? [];
  if (result === undefined || result.startsWith('NONE') || host === OWN_LIST) return null;
  if (result === 'TCP_DENIED') return status === '407' ? 'unauthenticated' : 'refused';
  return Number(status) >= 500 ? 'failed' : 'allowed';
}

/**
 * What a line of the access log says about a host that is not allowed; null for every other line. A wrong password (407)
 * is none: the host is allowed.
 */
export function readBlocked(line: string): BlockedRequest | null {
  const [, at, client = '', result, status, , host = '', port, mark] = LINE.exec(line) ?? [];
  if (result !== 'TCP_DENIED' || status !== '403') return null;
  const name = decoded(host);
  if (name === null || !/^[\w.:-]+$/.test(name) || name.length > MAX_HOST) return null;
  return {
    at: Number(at),
    client: plainAddress(client),
    host: name.toLowerCase(),
    port: Number(port),
    why: mark === 'address' ? 'address' : 'name',
  };
}
