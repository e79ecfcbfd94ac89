import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { z } from 'zod';
import type { BlockedHost } from './blocked-hosts';
import { OWN_LIST } from './own-list';

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

/** A proxy that takes over other rules closes what it has, and takes no connection for a moment. Silence is no such moment. */
const again = retry(
  handleWhen((error) => !(error instanceof Error && error.name === 'AbortError')),
  { maxAttempts: 4, backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_000 }) },
);

/** One try. @throws Error when there is no answer, or another than 200 */
async function ask({ hostname, port, host }: URL, since: Date): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const asked = request({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port || 80,
    path: `http://${OWN_LIST}/blocked?since=${since.getTime()}`,
    headers: { host: OWN_LIST },
    agent: false,
    signal,
  });
  asked.end();
  const [response] = (await once(asked, 'response', { signal })) as [IncomingMessage];
  const body = await text(response);
  if (response.statusCode === 200) return body;
  const why = response.headers['x-squid-error'] ?? response.statusMessage;
  throw new Error(`${host} answered ${response.statusCode} (${String(why)})`);
}

/**
 * Asks the proxy at `proxyUrl` what this machine was refused at `since` or later, the most frequent first. It is asked as
 * it is asked for every host, so that of several it is the one that refused. @throws Error when it does not answer, after
 * some tries, or not that
 */
export async function askBlocked(proxyUrl: string, since: Date): Promise<readonly BlockedHost[]> {
  const proxy = new URL(proxyUrl);
  const { hosts } = answer.parse(JSON.parse(await again.execute(() => ask(proxy, since))));
  return hosts.slice(0, MAX_HOSTS);
}
