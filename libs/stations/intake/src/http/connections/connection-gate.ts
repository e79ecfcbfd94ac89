import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { addressKey } from '../limits/address-key';
import { AddressSet } from '../limits/address-set';
import { IntakeLimits } from '../limits/intake-limits';
import { LimitMetrics, type LimitReason } from '../limits/limit-metrics';
import { ThrottledLog } from '../throttled-log';
import { answerSocket } from './answer-socket';
import { deferContinue } from './expectations';
import { OpenConnections } from './open-connections';

/** Connections that are told 503 at once, beside those that are served; more are cut without a word. */
const MAX_TURNED_AWAY = 256;
/** How long one of them may take to say anything: an answer before the request would not be read as one. */
const FIRST_BYTE_MS = 1_000;

/**
 * Bounds the connections, in all and per address. When all are taken, one that has sent no whole request for longest makes
 * room; only when every one is at work is a new one turned away. So senders who are slow on purpose keep nobody out.
 */
@Injectable()
export class ConnectionGate implements OnModuleInit {
  private readonly log = new ThrottledLog(new Logger(ConnectionGate.name));
  private readonly open = new OpenConnections();
  private readonly proxies: AddressSet;
  private turnedAway = 0;
  private count = 0;

  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly limits: IntakeLimits,
    private readonly metrics: LimitMetrics,
  ) {
    this.proxies = new AddressSet(limits.trustedProxies);
  }

  /** Stands before Node's own listener for connections. */
  onModuleInit(): void {
    const server = this.adapter.httpAdapter.getHttpServer() as Server;
    const serve = server.listeners('connection');
    server.removeAllListeners('connection');
    deferContinue(server);
    server.on('connection', (socket: Socket) => {
      this.count += 1;
      if (this.admit(socket)) for (const listener of serve) listener.call(server, socket);
    });
    server.maxConnections = this.limits.maxConnections + 2 * MAX_TURNED_AWAY;
  }

  /** Connections that have arrived so far. */
  get arrived(): number {
    return this.count;
  }

  /** The whole of a request has come over this connection, and it is not answered yet. */
  began(socket: Socket): void {
    this.open.began(socket);
  }

  ended(socket: Socket): void {
    this.open.ended(socket);
  }

  /** Cuts off everybody who is not at work. */
  closeIdle(): void {
    for (let idle = this.open.takeIdle(); idle !== undefined; idle = this.open.takeIdle())
      idle.socket.destroy();
  }

  private admit(socket: Socket): boolean {
    const { maxConnections, maxConnectionsPerAddress: perAddress } = this.limits;
    const address = socket.remoteAddress ?? '';
    const key = addressKey(address);
    if (perAddress > 0 && this.open.of(key) >= perAddress && !this.proxies.has(address))
      return this.turnAway(socket, 'address_connections', `${key} has ${perAddress} connections`);
    if (this.open.size >= maxConnections && !this.makeRoom())
      return this.turnAway(socket, 'connections', `${maxConnections} connections are at work`);
    this.open.add(socket, key);
    return true;
  }

  private makeRoom(): boolean {
    const idle = this.open.takeIdle();
    if (idle === undefined) return false;
    this.metrics.count('slow_connection');
    this.log.warn('slow', 'all connections are taken: the one that is idle or slow for longest was closed');
    if (idle.hasServed || idle.socket.bytesRead === 0) idle.socket.destroy();
    else answerSocket(idle.socket, 503);
    return true;
  }

  private turnAway(socket: Socket, reason: LimitReason, why: string): false {
    this.metrics.count(reason);
    this.log.warn(why, `${why}: a further one was turned away`);
    if (this.turnedAway >= MAX_TURNED_AWAY) {
      socket.destroy();
      return false;
    }
    this.turnedAway += 1;
    const silent = setTimeout(() => socket.destroy(), FIRST_BYTE_MS).unref();
    socket.once('data', () => {
      clearTimeout(silent);
      answerSocket(socket, 503);
    });
    socket.on('error', () => undefined).once('end', () => socket.destroy());
    socket.once('close', () => {
      this.turnedAway -= 1;
    });
    return false;
  }
}
