import type { Server } from 'node:http';
import { setImmediate as turn, setTimeout as after } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { ConnectionGate } from './connections/connection-gate';
import { IntakeLimits } from './limits/intake-limits';

/** After a request has come whole it takes 5 s to be read and 5 s to become durable, at most. */
const WORK_MS = 10_000;
const LOOK_EVERY_MS = 50;
const TAKING_MS = 3_000;

/**
 * The end of an intake: readiness has failed already (the health controller's `onModuleDestroy`), the delay passes in
 * which a load balancer notices, the listener closes, and everybody who is inside gets an answer with `connection: close`.
 * The queue closes after that, in `onApplicationShutdown`.
 */
@Injectable()
export class Drain implements OnModuleInit, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger(Drain.name);
  private hasBegun = false;

  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly limits: IntakeLimits,
    private readonly gate: ConnectionGate,
  ) {}

  /** Every answer since the drain began tells its sender not to use the connection again. */
  onModuleInit(): void {
    this.adapter.httpAdapter
      .getInstance<FastifyInstance>()
      .addHook('onSend', (_request, reply, _body, done) => {
        if (this.hasBegun) void reply.header('connection', 'close');
        done();
      });
  }

  onModuleDestroy(): void {
    this.hasBegun = true;
  }

  async beforeApplicationShutdown(): Promise<void> {
    const server = this.adapter.httpAdapter.getHttpServer() as Server;
    if (!server.listening) return;
    await after(this.limits.drainDelayMs);
    await this.takeWhoWaits();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const looking = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
    // Node does not look for slow requests any more once it closes.
    const slow = setTimeout(() => this.gate.closeIdle(), this.limits.requestMs);
    const stuck = setTimeout(() => this.cutOff(server), this.limits.requestMs + WORK_MS);
    await closed;
    for (const timer of [looking, slow, stuck]) clearTimeout(timer);
  }

  /**
   * Whoever waits at the listener when it closes is reset, and Node takes one connection in each turn of its event loop:
   * goes on until two turns have found nobody.
   */
  private async takeWhoWaits(): Promise<void> {
    const until = performance.now() + TAKING_MS;
    for (let quiet = 0; quiet < 2 && performance.now() < until; quiet += 1) {
      const { arrived } = this.gate;
      await turn();
      if (this.gate.arrived > arrived) quiet = -1;
    }
  }

  private cutOff(server: Server): void {
    this.logger.warn('some connections did not end in time and are cut off');
    server.closeAllConnections();
  }
}
