import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { NetworkingV1Api } from '@kubernetes/client-node';
import type { TestNamespace } from '../kubernetes/test-namespace';

/** An address of this machine that Pods can reach, by ANTON_TEST_HOST, or the node's own when the node is this machine. */
export async function hostAddress({ core }: TestNamespace): Promise<string> {
  const given = process.env['ANTON_TEST_HOST'] ?? '';
  if (given !== '') return given;
  const own = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address),
  );
  const { items } = await core.listNode();
  const addresses = items.flatMap(({ status }) => (status?.addresses ?? []).map(({ address }) => address));
  const found = addresses.find((address) => own.includes(address));
  if (found === undefined)
    throw new Error('set ANTON_TEST_HOST to an address of this machine that Pods reach');
  return found;
}

/** Somebody whom no policy names: counts who comes. */
export interface Listener {
  readonly port: number;
  connections(): number;
  close(): Promise<void>;
}

/** Listens at a free port of `host`, and answers nobody. */
export async function listenAt(host: string): Promise<Listener> {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

/** Where a Pod hands over what it left, for a look at it. */
export interface EvidenceServer {
  readonly url: string;
  readonly port: number;
  readonly received: ReadonlyMap<string, Buffer>;
  close(): Promise<void>;
}

/** Takes bodies by the path that they are sent to. */
export async function takeEvidence(host: string): Promise<EvidenceServer> {
  const received = new Map<string, Buffer>();
  const take = async (request: IncomingMessage): Promise<void> => {
    received.set(request.url ?? '', await buffer(request));
  };
  const server = createHttpServer((request, response) => {
    take(request).then(
      () => response.end(),
      () => response.destroy(),
    );
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    received,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Lets the Pods of a namespace reach these ports of one address, and nothing else; nobody reaches them. */
export async function allowOnly(
  namespace: TestNamespace,
  host: string,
  ports: readonly number[],
): Promise<void> {
  const networking = namespace.config.makeApiClient(NetworkingV1Api);
  await networking.deleteCollectionNamespacedNetworkPolicy({ namespace: namespace.name });
  await networking.createNamespacedNetworkPolicy({
    namespace: namespace.name,
    body: {
      metadata: { name: 'runs' },
      spec: {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        egress: [
          {
            to: [{ ipBlock: { cidr: `${host}/32` } }],
            ports: ports.map((port) => ({ protocol: 'TCP', port })),
          },
        ],
      },
    },
  });
}
