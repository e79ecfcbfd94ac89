import type { FastifyRequest } from 'fastify';
import type { RawDelivery } from '@anton/webhooks';
import { webhookHeaders } from './webhook-headers';

/** A request for `POST /webhooks/:source`; its body is the raw bytes. */
export type DeliveryRequest = FastifyRequest<{ Params: { source: string }; Body: Buffer | undefined }>;

/** The source that a request names, when it is for `/webhooks/:source`. */
export function sourceOf(request: FastifyRequest): string | undefined {
  return (request.params as { readonly source?: string }).source;
}

/** The delivery in a request. */
export function deliveryOf(request: DeliveryRequest): RawDelivery {
  return {
    rawBody: request.body ?? Buffer.alloc(0),
    headers: webhookHeaders(request.raw),
    receivedAt: new Date(),
  };
}
