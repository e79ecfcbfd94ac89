import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BodyMemory, type BodyShare } from '../../body/body-memory';
import { ThrottledLog } from '../throttled-log';
import type { Client } from './client';
import { Clients } from './clients';
import { LimitMetrics, type LimitReason } from './limit-metrics';
import { SourceRates } from './source-rates';

/** A delivery that is within the limits. */
export interface Entry {
  readonly client: Client;
  readonly memory: BodyShare;
}

/** The limits of deliveries: per address, per source, and of the memory for bodies. Some microseconds, nothing awaited. */
@Injectable()
export class DeliveryLimits {
  private readonly log = new ThrottledLog(new Logger(DeliveryLimits.name));

  constructor(
    private readonly clients: Clients,
    private readonly sources: SourceRates,
    private readonly memory: BodyMemory,
    private readonly metrics: LimitMetrics,
  ) {}

  /** Undefined when a limit is reached, which is counted. `source` is the name of a source that exists. */
  enter(request: FastifyRequest, source: string): Entry | undefined {
    const client = this.clients.of(request);
    if (client.isBlocked) return this.turnAway(request, 'failed_signatures');
    if (!client.takeDelivery()) return this.turnAway(request, 'address_rate');
    if (!this.sources.take(source, client.isProven)) return this.turnAway(request, 'source_rate');
    const memory = this.memory.open(client.isProven);
    return memory === undefined ? this.turnAway(request, 'body_memory') : { client, memory };
  }

  /** Counts a delivery that is answered with 503, and says so once a minute for each limit. */
  turnAway(request: FastifyRequest, reason: LimitReason): undefined {
    this.metrics.count(reason);
    this.log.warn(reason, `a delivery from ${request.ip} was answered with 503, by the limit ${reason}`);
  }
}
