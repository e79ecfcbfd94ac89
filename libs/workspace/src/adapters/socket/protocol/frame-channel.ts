import { once } from 'node:events';
import type { Socket } from 'node:net';
import { frameHead, MAX_DATA_BYTES, type Frame, type FrameKind } from './frame';
import { FrameReader } from './frame-reader';

/** How long a peer that was answered may take to end its connection. */
const FINISH_MS = 5_000;

/** Frames over one connection. A frame that cannot be sent because the connection is gone is dropped: its end tells. */
export class FrameChannel {
  private readonly reader = new FrameReader();

  constructor(private readonly socket: Socket) {
    // The end of the connection is seen by who reads or waits for `closed`.
    socket.on('error', () => undefined);
  }

  get isOpen(): boolean {
    return !this.socket.destroyed && this.socket.writable;
  }

  /** Resolves when the connection can take more. */
  async send(kind: FrameKind, payload: Buffer = Buffer.alloc(0)): Promise<void> {
    if (!this.isOpen) return;
    this.socket.cork();
    this.socket.write(frameHead(kind, payload.length));
    const isTaken = this.socket.write(payload);
    this.socket.uncork();
    if (!isTaken) await this.drained();
  }

  sendJson(kind: FrameKind, value: unknown): Promise<void> {
    return this.send(kind, Buffer.from(JSON.stringify(value)));
  }

  /** Bytes of a stream, in as many frames as it takes. */
  async sendData(bytes: Buffer): Promise<void> {
    for (let start = 0; start < bytes.length; start += MAX_DATA_BYTES)
      await this.send('data', bytes.subarray(start, start + MAX_DATA_BYTES));
  }

  /**
   * The frames of the peer until it ends the connection; they are read as fast as they are taken.
   * @throws BadFrameError
   */
  async *frames(): AsyncGenerator<Frame> {
    try {
      for await (const piece of this.socket.iterator({ destroyOnReturn: false }))
        yield* this.reader.take(piece as Buffer);
    } catch (error) {
      if (!isReset(error)) throw error;
    }
  }

  /** Resolves when the connection has ended. */
  async closed(): Promise<void> {
    if (!this.socket.closed) await once(this.socket, 'close');
  }

  /**
   * Sends what is under way, then ends the connection when the peer has, or takes too long. What the peer still sends is
   * taken and dropped: its write to a connection that is closed would break it before the answer was read.
   */
  async finish(frames: AsyncGenerator<Frame>): Promise<void> {
    this.socket.end();
    const late = setTimeout(() => this.drop(), FINISH_MS);
    try {
      while ((await frames.next()).done !== true);
    } catch {
      // What it sends is no frame: it does not matter any more.
    }
    clearTimeout(late);
    this.drop();
  }

  /** Ends the connection at once. */
  drop(): void {
    this.socket.destroy();
  }

  private async drained(): Promise<void> {
    const ending = new AbortController();
    const { signal } = ending;
    await Promise.race([
      once(this.socket, 'drain', { signal }),
      once(this.socket, 'close', { signal }),
    ]).catch(() => undefined);
    ending.abort();
  }
}

/** A connection that broke ends like one that was closed. */
function isReset(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return (
    code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR'
  );
}
