import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Link, type Weather } from './link';

/** A TCP proxy on loopback whose weather can be changed while connections are open. It starts with passing all. */
export class TcpProxy {
  private readonly links = new Set<Link>();
  private weather: Weather = { kind: 'pass' };

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
  ) {
    server.on('connection', (socket: Socket) => this.open(socket));
  }

  /** Listens on a free port in front of `targetPort`. */
  static async inFrontOf(targetPort: number): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, targetPort);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.links.size;
  }

  /** Carries everything again; links that lost bytes are reset. */
  pass(): void {
    this.weather = { kind: 'pass' };
    for (const link of this.links) link.resetIfBroken();
  }

  /** Half-open: connections stay, new ones are taken, and every byte, end and reset vanishes, both ways. */
  swallow(): void {
    this.weather = { kind: 'swallow' };
  }

  /** Holds every chunk back for `ms`, in order, both ways. */
  delay(ms: number): void {
    this.weather = { kind: 'delay', ms };
  }

  /** Each link carries half of its next chunk and is reset. */
  truncate(): void {
    this.weather = { kind: 'truncate' };
  }

  /** Resets all open connections; new ones are as the weather is. */
  reset(): void {
    for (const link of this.links) link.reset();
  }

  async close(): Promise<void> {
    this.reset();
    this.server.close();
    await once(this.server, 'close');
  }

  private open(socket: Socket): void {
    const link = new Link(socket, this.targetPort, () => this.weather);
    this.links.add(link);
    link.onEnd(() => this.links.delete(link));
  }
}
