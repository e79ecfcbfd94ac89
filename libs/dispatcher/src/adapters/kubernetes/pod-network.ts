import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { EgressUnresolvedError } from './kubernetes-executor.errors';
import type { KubernetesExecutorOptions } from './kubernetes-executor.options';

/** Of one look-up; the resolver's own tries lie within it. */
const LOOKUP_MS = 5_000;
/**
 * Nobody has this address (RFC 5737), so that no name is ever answered: a look-up would carry data out. An address on
 * loopback would let the repository's code answer the agent.
 */
const NO_NAMESERVER = '192.0.2.1';
const NO_DNS = {
  nameservers: [NO_NAMESERVER],
  options: [
    { name: 'timeout', value: '1' },
    { name: 'attempts', value: '1' },
  ],
};

/** How the Pod of a run reaches anything. */
export interface PodNetwork {
  /** The proxy by its IP address; null where there is none. */
  readonly proxyUrl: string | null;
  readonly dnsPolicy: 'None' | 'ClusterFirst';
  readonly dnsConfig: Readonly<Record<string, unknown>>;
  /** Names that are reached without the proxy: the collector of traces. */
  readonly hostAliases: readonly { readonly ip: string; readonly hostnames: readonly string[] }[];
}

const OPEN: PodNetwork = { proxyUrl: null, dnsPolicy: 'ClusterFirst', dnsConfig: {}, hostAliases: [] };

/** How an address is looked up; only tests give another one. */
export type Resolve = (name: string) => Promise<string>;

const byDns: Resolve = async (name) => (await lookup(name, { order: 'ipv4first' })).address;

/** @throws the error of the look-up, or one that says that it took too long */
async function addressOf(hostname: string, resolve: Resolve, timeoutMs: number): Promise<string> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0) return host;
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    late = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([resolve(host), tooLate]);
  } finally {
    clearTimeout(late);
  }
}

async function aliasOf(
  address: string,
  resolve: Resolve,
  timeoutMs: number,
): Promise<PodNetwork['hostAliases']> {
  const { hostname } = new URL(address);
  // Without traces a run is a run.
  const ip = await addressOf(hostname, resolve, timeoutMs).catch(() => hostname);
  return ip === hostname || isIP(ip) === 0 ? [] : [{ ip, hostnames: [hostname] }];
}

/**
 * The network of a Pod. With a proxy it has no DNS: the proxy's name is resolved here, for every Job.
 * @throws EgressUnresolvedError when that does not succeed within 5 s
 */
export async function podNetwork(
  { egressUrl, environment }: Pick<KubernetesExecutorOptions, 'egressUrl' | 'environment'>,
  {
    resolve = byDns,
    timeoutMs = LOOKUP_MS,
  }: { readonly resolve?: Resolve; readonly timeoutMs?: number } = {},
): Promise<PodNetwork> {
  if (egressUrl === undefined) return OPEN;
  const proxy = new URL(egressUrl);
  const ip = await addressOf(proxy.hostname, resolve, timeoutMs).catch((error: unknown) => {
    throw new EgressUnresolvedError(proxy.hostname, error);
  });
  proxy.hostname = isIP(ip) === 6 ? `[${ip}]` : ip;
  const collector = environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  return {
    proxyUrl: proxy.origin,
    dnsPolicy: 'None',
    dnsConfig: NO_DNS,
    hostAliases: collector === undefined ? [] : await aliasOf(collector, resolve, timeoutMs),
  };
}
