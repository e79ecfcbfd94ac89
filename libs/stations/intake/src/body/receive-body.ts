import type { IncomingMessage } from 'node:http';
import { DeliveryRefusedError } from '../http/delivery-refused.error';

/** Collects a body, bounded while it streams: nothing beyond `limit` is kept. @throws DeliveryRefusedError 413 */
export async function receiveBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) throw new DeliveryRefusedError(413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
