import type { FastifyRequest } from 'fastify';
import type { RawDelivery } from '@anton/webhooks';
import type { BodyShare } from '../body/body-memory';
import type { Client } from './limits/client';
import { webhookHeaders } from './webhook-headers';

/** What the address of a delivery names: `/webhooks/:source`, or `/webhooks/generic/:name`. */
interface DeliveryParams {
  readonly source?: string;
  readonly name?: string;
}

/** What the intake knows of a delivery since the door let it in. */
export interface Admission {
  readonly client: Client;
  /** What it takes of the memory for bodies; given back when it is answered. */
  readonly memory: BodyShare;
  readonly bodyLimit: number;
  /** The whole body has come: the connection is at work. */
  isWhole: boolean;
  delivery?: RawDelivery;
}

const ADMISSION = Symbol('admission');

/** A request for `POST /webhooks/{source}`; its body is the raw bytes. */
export type DeliveryRequest = FastifyRequest<{ Params: DeliveryParams; Body: Buffer | undefined }>;

type Admitted = { [ADMISSION]?: Admission };

/** The source that a request is for, e.g. `jira` or `generic/billing`; undefined for every other route. */
export function sourceOf(request: FastifyRequest): string | undefined {
  const { source, name } = request.params as DeliveryParams;
  return name === undefined ? source : `generic/${name}`;
}

export function admit(request: FastifyRequest, admission: Admission): void {
  (request as Admitted)[ADMISSION] = admission;
}

/** Undefined for what the door refused, and for requests that are no deliveries. */
export function admissionOf(request: FastifyRequest): Admission | undefined {
  return (request as Admitted)[ADMISSION];
}

/** The delivery in a request. */
export function deliveryOf(request: DeliveryRequest): RawDelivery {
  const admission = admissionOf(request);
  if (admission?.delivery !== undefined) return admission.delivery;
  const delivery = {
    rawBody: request.body ?? Buffer.alloc(0),
    headers: webhookHeaders(request.raw),
    receivedAt: new Date(),
  };
  if (admission !== undefined) admission.delivery = delivery;
  return delivery;
}
