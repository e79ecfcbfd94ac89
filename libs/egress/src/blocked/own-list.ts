/**
 * The name under which the proxy itself answers what a client was refused, and the header in which Squid tells the address
 * of that client. The name is nobody's: `.invalid` is reserved (RFC 2606).
 */
export const OWN_LIST = 'refused.anton-egress.invalid';
export const CLIENT_HEADER = 'x-anton-client';
