import type { IncomingMessage } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { receiveBody } from '../body/receive-body';
import { ActiveSources } from '../secrets/active-sources';
import { DeliveryRefusedError } from './delivery-refused.error';

const TYPES =
  /^(?:application\/(?:[\w.+-]+\+)?json|application\/x-www-form-urlencoded|text\/plain)(?:\s*;|$)/i;
const PREFIX = '/webhooks/';

/** Stands before everything else: unknown sources, encodings and types are refused before a byte of the body is read. */
@Injectable()
export class DeliveryDoor implements OnModuleInit {
  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly sources: ActiveSources,
  ) {}

  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
      receiveBody(payload, this.limitOf(request)),
    );
    fastify.addHook('onRequest', async (request) => this.look(request));
  }

  private look(request: FastifyRequest): void {
    if (request.method !== 'POST' || !request.url.startsWith(PREFIX)) return;
    const limit = this.limitOf(request);
    const { 'content-encoding': encoding = 'identity', 'content-type': type = 'application/json' } =
      request.headers;
    if (encoding !== 'identity' || !TYPES.test(type)) throw new DeliveryRefusedError(415);
    if (Number(request.headers['content-length'] ?? 0) > limit) throw new DeliveryRefusedError(413);
  }

  private limitOf(request: FastifyRequest): number {
    const name = (request.params as { source?: string }).source ?? '';
    const active = this.sources.find(name);
    if (active === undefined) throw new DeliveryRefusedError(404);
    return active.source.bodyLimit;
  }
}
