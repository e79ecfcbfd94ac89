import { networkInterfaces } from 'node:os';

/** An IPv4 address of this machine that is not loopback, which the proxy never reaches; undefined where there is none. */
export function lanAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(
      ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
    )?.address;
}
