import type { IncomingMessage } from 'node:http';
import { DeliveryRefusedError } from '../http/delivery-refused.error';

/** What is still read of a refused body: enough that a sender who is almost through gets to read the answer. */
const DISCARDED_BYTES = 512 * 1024;
const LINGER_MS = 1_000;

/** Reads on and keeps nothing. A sender who does not end soon is no longer read from, then cut off. */
export function discardBody(request: IncomingMessage): void {
  let left = DISCARDED_BYTES;
  const count = (chunk: Buffer): void => {
    left -= chunk.length;
    if (left > 0) return;
    request.off('data', count).pause();
    setTimeout(() => request.socket.destroy(), LINGER_MS).unref();
  };
  request.on('data', count);
}

/** Collects a body, bounded while it streams. @throws DeliveryRefusedError 413 over `limit`, 400 when it breaks off */
export function receiveBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    const collect = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes <= limit) return void chunks.push(chunk);
      chunks = [];
      request.off('data', collect);
      discardBody(request);
      reject(new DeliveryRefusedError(413));
    };
    request.on('data', collect);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => reject(new DeliveryRefusedError(400)));
    request.once('close', () => reject(new DeliveryRefusedError(400)));
  });
}
