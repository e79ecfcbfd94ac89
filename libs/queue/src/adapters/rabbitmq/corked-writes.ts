import type { Socket } from 'node:net';
import type { ChannelModel } from 'amqplib';

/** The socket below a connection; amqplib does not publish it. */
export function socketOf(connection: ChannelModel): Socket | undefined {
  return (connection.connection as { readonly stream?: Socket }).stream;
}

/**
 * Sends what one turn of the event loop wrote as one packet. Without it either Nagle's algorithm holds a publish back for
 * 44 ms (the default of amqplib), or every frame is a system call of its own (`noDelay` alone).
 */
export function corkWrites(connection: ChannelModel): void {
  const stream = socketOf(connection);
  if (stream === undefined) return;
  const write = stream.write.bind(stream) as (...args: readonly unknown[]) => boolean;
  let isCorked = false;
  const uncork = (): void => {
    isCorked = false;
    stream.uncork();
  };
  stream.write = (...args: readonly unknown[]): boolean => {
    if (!isCorked) {
      isCorked = true;
      stream.cork();
      setImmediate(uncork);
    }
    return write(...args);
  };
}
