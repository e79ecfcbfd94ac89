/** A response that the vendor began and could not finish; `code` is the vendor's name for why. */
export class FailedResponseError extends Error {
  readonly code: string | null;

  constructor(failure: { readonly code: string | null; readonly message: string } | null) {
    super(failure?.message ?? 'the response failed');
    this.name = 'FailedResponseError';
    this.code = failure?.code ?? null;
  }
}
