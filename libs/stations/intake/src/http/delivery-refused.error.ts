import { PermanentError } from '@anton/contracts';

/** The statuses that refuse a delivery before its signature is looked at. */
export type RefusedStatus = 400 | 404 | 413 | 415;

const WHY: Readonly<Record<RefusedStatus, string>> = {
  400: 'the body broke off',
  404: 'there is no such source, or it has no secret',
  413: 'the body is too large',
  415: 'the body must be JSON or a form, without a content encoding',
};

/** A request that is no delivery of any source of this process. */
export class DeliveryRefusedError extends PermanentError {
  constructor(readonly statusCode: RefusedStatus) {
    super(WHY[statusCode], {
      code: 'delivery_refused',
      remedy: 'See the page of the source in docs/sources/.',
    });
  }
}
