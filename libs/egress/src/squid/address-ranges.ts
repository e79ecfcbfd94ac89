/**
 * Nothing is reached there, whatever its name is: this host, link-local (also the metadata of clouds), multicast,
 * reserved (https://www.iana.org/assignments/iana-ipv4-special-registry, …-ipv6-…).
 */
export const NEVER = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::1',
  'fe80::/10',
  'ff00::/8',
  // The metadata of AWS over IPv6; then the same as above, as a NAT64 writes them (RFC 6052).
  'fd00:ec2::/32',
  '64:ff9b::7f00:0/104',
  '64:ff9b::a9fe:0/112',
] as const;

/** Private networks (RFC 1918, 4193, 6598, 6890): only a name that ANTON_EGRESS_ALLOW_PRIVATE has may be there. */
export const PRIVATE = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  'fc00::/7',
  '64:ff9b::a00:0/104',
  '64:ff9b::ac10:0/108',
  '64:ff9b::c0a8:0/112',
] as const;
