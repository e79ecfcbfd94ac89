import type { IncomingMessage } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { discardBody, receiveBody, type BodyReceived } from '../body/receive-body';
import { ActiveSources } from '../secrets/active-sources';
import { ConnectionGate } from './connections/connection-gate';
import { expectsContinue } from './connections/expectations';
import { DeliveryRefusedError, type RefusedStatus } from './delivery-refused.error';
import { admissionOf, admit, sourceOf } from './delivery-request';
import { DeliveryLimits } from './limits/delivery-limits';
import { PROBLEM_TYPE, problemText, RETRY_AFTER } from './problem';
import { deliveryFault, requestFault } from './request-fault';
import { SECURITY_HEADERS } from './security-headers';

/** Stands before everything else: what can be refused is refused before a byte of the body is read. */
@Injectable()
export class DeliveryDoor implements OnModuleInit {
  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly sources: ActiveSources,
    private readonly limits: DeliveryLimits,
    private readonly gate: ConnectionGate,
  ) {}

  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('*', (request, payload, done) => this.receive(request, payload, done));
    fastify.addHook('onRequest', (request, reply, done) => this.look(request, reply, done));
    fastify.addHook('onResponse', (request, _reply, done) => {
      this.leave(request);
      done();
    });
  }

  /** Judged by the route that was found, never by the text of the address: `/%77ebhooks/jira` is the same route. */
  private look(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    void reply.headers(SECURITY_HEADERS);
    const fault = requestFault(request);
    if (fault !== undefined) return refuse(request, reply, fault);
    const name = sourceOf(request);
    if (name === undefined) return done();
    const limit = this.sources.find(name)?.source.bodyLimit;
    if (limit === undefined) return refuse(request, reply, 404);
    const badDelivery = deliveryFault(request, limit);
    if (badDelivery !== undefined) return refuse(request, reply, badDelivery);
    const entry = this.limits.enter(request, name);
    if (entry === undefined) return refuse(request, reply, 503);
    admit(request, { client: entry.client, memory: entry.memory, bodyLimit: limit, isWhole: false });
    if (expectsContinue(request.raw)) reply.raw.writeContinue();
    done();
  }

  private receive(request: FastifyRequest, payload: IncomingMessage, done: BodyReceived): void {
    const admission = admissionOf(request);
    if (admission === undefined) {
      discardBody(payload);
      return done(new DeliveryRefusedError(404));
    }
    receiveBody(payload, admission.bodyLimit, admission.memory, (error, body) => {
      if (error?.reason !== undefined) this.limits.turnAway(request, error.reason);
      if (error === null) {
        admission.isWhole = true;
        this.gate.began(payload.socket);
      }
      done(error, body);
    });
  }

  private leave(request: FastifyRequest): void {
    const admission = admissionOf(request);
    if (admission?.isWhole === true) this.gate.ended(request.raw.socket);
  }
}

/** Answers at once; what still comes of the body is not kept. */
function refuse(request: FastifyRequest, reply: FastifyReply, status: RefusedStatus): void {
  discardBody(request.raw);
  if (status === 503) void reply.header('retry-after', RETRY_AFTER);
  if (status === 405) void reply.header('allow', 'POST');
  // Where a body ends that is in no known encoding, or may never come, nobody knows: the next request would be part of it.
  if (status === 501 || expectsContinue(request.raw)) void reply.header('connection', 'close');
  void reply.status(status).type(PROBLEM_TYPE).send(problemText(status));
}
