import { PermanentError } from '@anton/contracts';
import type { LimitReason } from './limits/limit-metrics';

/** The statuses that refuse a delivery before its signature is looked at. */
export type RefusedStatus = 400 | 404 | 405 | 413 | 415 | 431 | 501 | 503 | 505;

const WHY: Readonly<Record<RefusedStatus, string>> = {
  400: 'the request is incomplete',
  404: 'there is no such source, or it has no secret',
  405: 'deliveries come by POST',
  413: 'the body is too large',
  415: 'the body must be JSON or a form, without a content encoding',
  431: 'there are too many headers',
  501: 'the only transfer encoding is chunked',
  503: 'a limit of the intake is reached',
  505: 'the version of HTTP is 1.1 or 1.0',
};

/** A request that is no delivery of any source of this process, or comes at a moment when it cannot be taken. */
export class DeliveryRefusedError extends PermanentError {
  constructor(
    readonly statusCode: RefusedStatus,
    readonly reason?: LimitReason,
  ) {
    super(WHY[statusCode], {
      code: 'delivery_refused',
      remedy: 'See the page of the source in docs/sources/, and docs/ingester.md for the limits.',
    });
  }
}
