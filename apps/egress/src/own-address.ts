/** How a process of this machine reaches what listens on any address. */
const ANY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** An address by which this machine reaches what it listens on itself by `host`. */
export function ownAddress(host: string): string {
  return ANY[host] ?? host;
}
