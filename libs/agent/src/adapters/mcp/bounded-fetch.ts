import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import { MAX_MESSAGE_BYTES } from './server-limits';

/** The first bytes of a body; more of them end it with an error. */
function bounded(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let room = MAX_MESSAGE_BYTES;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      room -= chunk.byteLength;
      if (room < 0) controller.error(new Error(`the answer has more than ${MAX_MESSAGE_BYTES} bytes`));
      else controller.enqueue(chunk);
    },
  });
  return body.pipeThrough(counting);
}

/**
 * Requests to `url` and nowhere else: no redirect is followed, no answer is larger than a message may be or takes longer
 * than `timeoutMs`. The stream of what a server wants to say unasked is not opened.
 */
export function boundedFetch(url: URL, timeoutMs: number): FetchLike {
  return async (target, init = {}) => {
    if (init.method === 'GET') return new Response(null, { status: 405 });
    if (new URL(target).href !== url.href) throw new Error('the server names another address');
    const limit = AbortSignal.timeout(timeoutMs);
    const signal = init.signal ? AbortSignal.any([limit, init.signal]) : limit;
    const response = await fetch(url, { ...init, redirect: 'error', signal });
    const { status, statusText, headers, body } = response;
    return body === null ? response : new Response(bounded(body), { status, statusText, headers });
  };
}
