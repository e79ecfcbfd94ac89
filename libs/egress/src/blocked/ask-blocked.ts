import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { ExponentialBackoff, handleType, retry } from 'cockatiel';
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

/** A proxy that takes over other rules closes what it has, and takes no connection for a moment. */
class PassingError extends Error {}

const again = retry(handleType(PassingError), {
  maxAttempts: 4,
  backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_000 }),
});

/** The whole answer, whatever its status. @throws PassingError when the connection breaks, Error when nothing comes */
async function call(
  { hostname, port, host }: URL,
  since: Date,
): Promise<{ readonly response: IncomingMessage; readonly body: string }> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const asked = request({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port || 80,
    path: `http://${OWN_LIST}/blocked?since=${since.getTime()}`,
    headers: { host: OWN_LIST },
    agent: false,
    signal,
  });
  // Told by who waits for it; it may come when nobody does any more.
  asked.on('error', () => undefined);
  asked.end();
  try {
    const [response] = (await once(asked, 'response', { signal })) as [IncomingMessage];
    return { response, body: await text(response) };
  } catch (cause) {
    if (signal.aborted) throw new Error(`${host} did not answer within ${TIMEOUT_MS} ms`, { cause });
    throw new PassingError(`${host} broke off: ${String(cause)}`, { cause });
  }
}

/** One try. @throws PassingError for what may be another answer in a moment */
async function ask(proxy: URL, since: Date): Promise<string> {
  const { response, body } = await call(proxy, since);
  const { statusCode = 0, statusMessage, headers } = response;
  if (statusCode === 200) return body;
  const words = `${proxy.host} answered ${statusCode} (${String(headers['x-squid-error'] ?? statusMessage)})`;
  throw statusCode >= 500 ? new PassingError(words) : new Error(words);
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
