import { openSocket, type BareSocket } from '@anton/testing/intake';
import { signedWebhook } from './signed-webhook';

const HEAD = 'POST /webhooks/sonar HTTP/1.1\r\nhost: x\r\n';
const TRICKLE_MS = 500;

/** Ways to hold a connection: what is sent at first, and what is sent again and again. */
const WAYS: readonly (readonly [start: string, piece: string])[] = [
  ['', ''],
  [HEAD, ''],
  [HEAD, 'x-more: 1\r\n'],
  [`${HEAD}content-length: 99999\r\n\r\n`, 'x'],
  [`${HEAD}transfer-encoding: chunked\r\n\r\n`, '1\r\nx\r\n'],
  ['GET /nothing HTTP/1.1\r\nhost: x\r\n\r\n', ''],
];

/** What became of the connection of a slow sender. */
export interface SlowEnd {
  readonly from: string;
  /** How long it was held, in milliseconds. */
  readonly heldMs: number;
  readonly answer: string;
}

/** Opens `count` connections that want nothing but to be open, from these addresses in turn, and waits until all have ended. */
export async function sendSlowly(
  port: number,
  count: number,
  addresses: readonly string[],
): Promise<readonly SlowEnd[]> {
  const trickling = new Map<BareSocket, string>();
  const timer = setInterval(() => {
    for (const [{ socket }, piece] of trickling) if (socket.writable) socket.write(piece);
  }, TRICKLE_MS);
  try {
    return await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const [start = '', piece = ''] = WAYS[index % WAYS.length] ?? [];
        const from = addresses[index % addresses.length] ?? '127.0.0.1';
        const since = performance.now();
        const slow = openSocket(port, start === '' ? [] : [start], from);
        if (piece !== '') trickling.set(slow, piece);
        const answer = await slow.ended;
        trickling.delete(slow);
        return { from, heldMs: performance.now() - since, answer };
      }),
    );
  } finally {
    clearInterval(timer);
  }
}

/** A delivery as `exchange` of @anton/testing sends it. */
export function deliveryOf(number: number) {
  const { path, headers, body } = signedWebhook('sonar', number, new Date());
  return { path: `/webhooks/${path}`, headers, body: Buffer.from(body) };
}
