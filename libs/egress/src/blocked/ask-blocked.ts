import { z } from 'zod';
import type { BlockedHost } from './blocked-hosts';

const TIMEOUT_MS = 3_000;
/** What a report may hold. */
const MAX_HOSTS = 20;

const answer = z.object({
  hosts: z.array(
    z.object({
      host: z.string().max(253),
      port: z.int().min(1).max(65_535),
      times: z.int().min(1),
      privateAddress: z.literal(true).optional(),
    }),
  ),
});

/**
 * Asks the proxy at `proxyUrl` what this machine was refused at `since` or later, the most frequent first. It answers on
 * the port after its own, which must be reached without a proxy. @throws Error when it does not answer in time, or not that
 */
export async function askBlocked(proxyUrl: string, since: Date): Promise<readonly BlockedHost[]> {
  const url = new URL('/blocked', proxyUrl);
  url.username = url.password = '';
  url.port = String(Number(url.port || 80) + 1);
  url.searchParams.set('since', String(since.getTime()));
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`${url.host} answered ${response.status}`);
  const { hosts } = answer.parse(await response.json());
  return hosts.slice(0, MAX_HOSTS);
}
