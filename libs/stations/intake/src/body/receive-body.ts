import type { IncomingMessage } from 'node:http';
import { DeliveryRefusedError } from '../http/delivery-refused.error';
import type { BodyShare } from './body-memory';

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

/** Called once: with the body, or with why there is none. */
export type BodyReceived = (error: DeliveryRefusedError | null, body?: Buffer) => void;

/**
 * Collects a body, bounded by `limit` and by the memory of all bodies while it streams: 413 over the limit, 503 without
 * memory, 400 when it breaks off.
 */
export function receiveBody(
  request: IncomingMessage,
  limit: number,
  memory: BodyShare,
  received: BodyReceived,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isOver = false;
  const refuse = (error: DeliveryRefusedError): void => {
    isOver = true;
    chunks.length = 0;
    request.off('data', collect);
    memory.release();
    received(error);
  };
  const collect = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes <= limit && memory.addChunk(chunk.length)) return void chunks.push(chunk);
    refuse(bytes > limit ? new DeliveryRefusedError(413) : new DeliveryRefusedError(503, 'body_memory'));
    discardBody(request);
  };
  request.on('data', collect);
  request.on('end', () => {
    if (isOver) return;
    isOver = true;
    received(null, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, bytes));
  });
  request.on('close', () => {
    if (!isOver) refuse(new DeliveryRefusedError(400));
  });
}
