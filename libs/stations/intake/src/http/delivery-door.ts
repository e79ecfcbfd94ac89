import type { IncomingMessage } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { discardBody, receiveBody } from '../body/receive-body';
import { ActiveSources } from '../secrets/active-sources';
import { DeliveryRefusedError, type RefusedStatus } from './delivery-refused.error';
import { sourceOf } from './delivery-request';

const TYPES =
  /^(?:application\/(?:[\w.+-]+\+)?json|application\/x-www-form-urlencoded|text\/plain)(?:\s*;|$)/i;

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

  /** Judged by the route that was found, never by the text of the address: `/%77ebhooks/jira` is the same route. */
  private look(request: FastifyRequest): void {
    if (sourceOf(request) === undefined) return;
    const limit = this.limitOf(request);
    const { 'content-encoding': encoding = 'identity', 'content-type': type = 'application/json' } =
      request.headers;
    if (encoding !== 'identity' || !TYPES.test(type)) this.refuse(request, 415);
    if (Number(request.headers['content-length'] ?? 0) > limit) this.refuse(request, 413);
  }

  private limitOf(request: FastifyRequest): number {
    const active = this.sources.find(sourceOf(request) ?? '');
    return active?.source.bodyLimit ?? this.refuse(request, 404);
  }

  private refuse(request: FastifyRequest, status: RefusedStatus): never {
    discardBody(request.raw);
    throw new DeliveryRefusedError(status);
  }
}
