import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { WebhookSourceRegistry } from '@anton/webhooks';
import { sourceOf } from '../http/delivery-request';
import { ActiveSources } from '../secrets/active-sources';
import { DeliveryMetrics, UNKNOWN_SOURCE } from './delivery-metrics';
import { rejectionOf } from './rejection';
import type { SourceTally } from './source-tally';

/**
 * Counts every delivery at the door: what arrived, how large it was, how long its answer took, and which were turned
 * away. What the others became is counted by the IntakeService. Must stand before whatever refuses.
 */
@Injectable()
export class DeliveryTraffic implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly registry: WebhookSourceRegistry,
    private readonly sources: ActiveSources,
    private readonly metrics: DeliveryMetrics,
  ) {}

  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, reply, done) => {
      this.watch(request, reply);
      done();
    });
  }

  /** A series that begins with 0 shows its first increase. */
  onApplicationBootstrap(): void {
    this.metrics.of(UNKNOWN_SOURCE);
    for (const { name } of this.registry.all())
      if (this.sources.find(name) !== undefined) this.metrics.of(name);
  }

  private watch(request: FastifyRequest, reply: FastifyReply): void {
    const name = sourceOf(request);
    if (name === undefined) return;
    const tally = this.metrics.of(this.sources.find(name) === undefined ? UNKNOWN_SOURCE : name);
    const since = performance.now();
    tally.received += 1;
    tally.inFlight += 1;
    // `close` comes once for every answer, also when the sender went away before it.
    reply.raw.once('close', () => ended(tally, request, reply, since));
  }
}

function ended(tally: SourceTally, request: FastifyRequest, reply: FastifyReply, since: number): void {
  tally.inFlight -= 1;
  if (request.body instanceof Buffer) tally.bytes += request.body.length;
  const { statusCode, writableFinished } = reply.raw;
  if (!writableFinished) {
    if (request.raw.complete) tally.abandoned += 1;
    else tally.rejected.broken_off += 1;
    return;
  }
  const seconds = (performance.now() - since) / 1_000;
  tally.answering[statusCode < 400 ? '2xx' : statusCode < 500 ? '4xx' : '5xx'].observe(seconds);
  if (statusCode < 400) return;
  const rejection = rejectionOf(statusCode);
  if (rejection !== undefined) tally.rejected[rejection] += 1;
  else if (statusCode === 503) tally.unavailable += 1;
  else tally.failed += 1;
}
