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

const BY_STATUS: Readonly<
  Record<number, { readonly code: string; readonly remedy: (vendor: string) => string }>
> = {
  401: { code: 'model_auth', remedy: (vendor) => `Check the API key for ${vendor}.` },
  403: { code: 'model_auth', remedy: (vendor) => `Check the API key for ${vendor}.` },
  402: {
    code: 'model_spend_limit',
    remedy: (vendor) => `Raise the spend limit of the account at ${vendor}.`,
  },
  429: {
    code: 'model_spend_limit',
    remedy: (vendor) => `Raise the spend limit of the account at ${vendor}.`,
  },
};

/** The vendor refuses the request as such; trying again cannot help. */
export class ModelRequestError extends PermanentError {
  constructor(
    vendor: string,
    readonly status: number | undefined,
    detail: string,
    cause?: unknown,
  ) {
    const known = status === undefined ? undefined : BY_STATUS[status];
    super(`${vendor} refused the request${status === undefined ? '' : ` (${status})`}: ${detail}`, {
      code: known?.code ?? 'model_request',
      remedy:
        known?.remedy(vendor) ??
        `Check the model id and the request for ${vendor}; \`anton doctor\` names what is wrong.`,
      cause,
    });
  }
}
