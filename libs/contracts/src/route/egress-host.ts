/** The port of an entry that names none: HTTPS. */
const DEFAULT_PORT = 443;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** The last label begins with a letter: an IP address is no name. */
const NAME = `(?:${LABEL}\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?`;
/** 1 to 65535. */
const PORT = '(?:[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])';
/** Of a name in DNS (RFC 1035), and so of an entry. */
const MAX_LENGTH = 253;

/**
 * An entry of `egress`: a name in lower case, with `.` before it for all names below it as well, and `:port` for
 * another port than 443. Never a scheme, a path, an IP address or a `*`.
 */
export const EGRESS_HOST = new RegExp(`^\\.?${NAME}(?::${PORT})?$`);

/** What an entry of `egress` allows. */
export interface EgressHost {
  /** In lower case, without a dot at either end. */
  readonly name: string;
  /** True when every name that ends in `.name` is allowed, too. */
  readonly andBelow: boolean;
  readonly port: number;
}

/** Reads an entry of `egress`; null when it is none. */
export function parseEgressHost(entry: string): EgressHost | null {
  if (entry.length > MAX_LENGTH || !EGRESS_HOST.test(entry)) return null;
  const [host = '', port] = entry.split(':');
  const andBelow = host.startsWith('.');
  return { name: andBelow ? host.slice(1) : host, andBelow, port: Number(port ?? DEFAULT_PORT) };
}

/** The entry that allows exactly this host. */
export function egressEntry({ host, port }: { readonly host: string; readonly port: number }): string {
  return port === DEFAULT_PORT ? host : `${host}:${port}`;
}

/** True when one of the entries allows to reach `url`. */
export function egressAllows(entries: readonly string[], url: URL): boolean {
  const host = url.hostname.replace(/\.$/, '');
  const port = Number(url.port === '' ? (url.protocol === 'http:' ? 80 : DEFAULT_PORT) : url.port);
  if (entries.includes(egressEntry({ host, port }))) return true;
  return entries.some((entry) => {
    const allowed = parseEgressHost(entry);
    return (
      allowed !== null && allowed.andBelow && allowed.port === port && `.${host}`.endsWith(`.${allowed.name}`)
    );
  });
}
