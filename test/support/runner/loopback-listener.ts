import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Somebody on this machine who would take what a command sends. */
export interface LoopbackListener {
  readonly port: number;
  /** Everything that was sent. */
  heard(): string;
  /** How many have connected. */
  connections(): number;
  close(): Promise<void>;
}

/** Listens on a free port of loopback. */
export async function listenOnLoopback(): Promise<LoopbackListener> {
  let [heard, connections] = ['', 0];
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    heard: () => heard,
    connections: () => connections,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
