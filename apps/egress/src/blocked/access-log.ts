import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { Injectable, Logger } from '@nestjs/common';
import { BlockedHosts, readBlocked } from '@anton/egress';
import { AccessMetrics } from './access-metrics';

/** Takes Squid's access log on loopback, writes it down, counts it and remembers who was refused what. */
@Injectable()
export class AccessLog {
  private readonly logger = new Logger('Access');
  private readonly server = createServer((socket) => this.take(socket));
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly blocked: BlockedHosts,
    private readonly metrics: AccessMetrics,
  ) {}

  /** Returns the port that it takes the log on. */
  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private take(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    // An interface tells the errors of its stream as its own.
    createInterface({ input: socket })
      .on('line', (line) => this.read(line))
      .on('error', () => socket.destroy());
  }

  private read(line: string): void {
    if (line.includes(' NONE_NONE ')) return; // A connection without a request: a probe.
    this.metrics.count(line);
    const request = readBlocked(line);
    if (request === null) return this.logger.log(line);
    this.blocked.note(request);
    const { client, host, port, why } = request;
    this.logger.log({ message: `refused ${client} ${host}:${port}`, client, host, port, why });
  }
}
