import { LRUCache } from 'lru-cache';
import { plainAddress, type BlockedRequest } from '../squid/access-line';

/** A host that was asked for and not allowed. */
export interface BlockedHost {
  readonly host: string;
  readonly port: number;
  readonly times: number;
  /** Its name is allowed, but not the private address that it has. */
  readonly privateAddress?: boolean | undefined;
}

/** A run asks at its end, so that its day is enough; a cluster has fewer Pods in one. */
const MAX_CLIENTS = 5_000;
const KEPT_MS = 26 * 60 * 60_000;
/** Of one client: who scans shall not fill the memory. */
const MAX_HOSTS = 100;
/** Of one host: more often is said as this often. */
const MAX_TIMES = 1_000;

interface Seen {
  readonly host: string;
  readonly port: number;
  readonly why: BlockedRequest['why'];
  readonly at: number[];
}

/** Remembers, for each client by its address, what it was refused. Bounded in everything. */
export class BlockedHosts {
  private readonly clients = new LRUCache<string, Map<string, Seen>>({ max: MAX_CLIENTS, ttl: KEPT_MS });

  note({ client, host, port, why, at }: BlockedRequest): void {
    const hosts = this.clients.get(client) ?? new Map<string, Seen>();
    this.clients.set(client, hosts);
    const key = `${host} ${port} ${why}`;
    const seen = hosts.get(key) ?? { host, port, why, at: [] };
    if (!hosts.has(key) && hosts.size >= MAX_HOSTS) return;
    hosts.set(key, seen);
    seen.at.push(at);
    if (seen.at.length > MAX_TIMES) seen.at.shift();
  }

  /** What `client` was refused at `since` (milliseconds since 1970) or later, the most frequent first. */
  of(client: string, since: number): readonly BlockedHost[] {
    const hosts = [...(this.clients.get(plainAddress(client))?.values() ?? [])];
    return hosts
      .map(({ host, port, why, at }) => ({
        host,
        port,
        times: at.filter((time) => time >= since).length,
        ...(why === 'address' && { privateAddress: true }),
      }))
      .filter(({ times }) => times > 0)
      .toSorted((a, b) => b.times - a.times || a.host.localeCompare(b.host));
  }
}
