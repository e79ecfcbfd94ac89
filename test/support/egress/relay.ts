import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A server of loopback, reached at another address of this machine. */
export interface Relay {
  readonly port: number;
  close(): Promise<void>;
}

/** Hands every connection to `address` on to `target()` on loopback. */
export async function startRelay(address: string, target: () => number): Promise<Relay> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const behind = connect(target(), '127.0.0.1');
    for (const socket of [client, behind]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => open.delete(socket));
    }
    client.pipe(behind).pipe(client);
  });
  server.listen(0, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
