import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
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

/**
 * Asks the proxy at `proxyUrl` what this machine was refused at `since` or later, the most frequent first. It is asked as
 * it is asked for every host, so that of several it is the one that refused. @throws Error when it does not answer in
 * time, or not that
 */
export async function askBlocked(proxyUrl: string, since: Date): Promise<readonly BlockedHost[]> {
  const { hostname, port, host } = new URL(proxyUrl);
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
  if (response.statusCode !== 200) throw new Error(`${host} answered ${response.statusCode}`);
  const { hosts } = answer.parse(JSON.parse(body));
  return hosts.slice(0, MAX_HOSTS);
}
