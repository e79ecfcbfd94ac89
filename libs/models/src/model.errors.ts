import { DependencyDownError, PermanentError } from '@anton/contracts';

/** The vendor could not answer within the retry policy. */
export class ModelUnavailableError extends DependencyDownError {
  constructor(
    vendor: string,
    detail: string,
    init: { cause?: unknown; retryAfterMs?: number | undefined } = {},
  ) {
    super(`${vendor} is not available: ${detail}`, {
      code: 'model_unavailable',
      remedy: `Check the vendor's status page, the base URL and the rate limits of the key for ${vendor}.`,
      ...init,
    });
  }
}

/** The vendor refuses the request as such; trying again cannot help. */
export class ModelRequestError extends PermanentError {
  constructor(
    vendor: string,
    readonly status: number | undefined,
    detail: string,
    cause?: unknown,
  ) {
    super(`${vendor} refused the request${status === undefined ? '' : ` (${status})`}: ${detail}`, {
      code: status === 401 || status === 403 ? 'model_auth' : 'model_request',
      remedy:
        status === 401 || status === 403
          ? `Check the API key for ${vendor}.`
          : `Check the model id and the request for ${vendor}; \`anton doctor\` names what is wrong.`,
      cause,
    });
  }
}
