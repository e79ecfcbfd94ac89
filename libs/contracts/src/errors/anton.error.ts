import type { ErrorCategory } from './error-category';

const BRAND = Symbol.for('anton.error');

/** What every Anton error is made of. `remedy` is one sentence that tells the operator what to do. */
export interface AntonErrorInit {
  readonly code: string;
  readonly category: ErrorCategory;
  readonly remedy: string;
  readonly cause?: unknown;
}

/**
 * The base of all errors that Anton throws on purpose: a stable `code` (snake_case, never reworded),
 * a category and a remedy. Recognise one with {@link isAntonError}, never with `instanceof`:
 * a team's package may carry a second copy of this class.
 */
export class AntonError extends Error {
  readonly code: string;
  readonly category: ErrorCategory;
  readonly remedy: string;

  constructor(message: string, init: AntonErrorInit) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = new.target.name;
    this.code = init.code;
    this.category = init.category;
    this.remedy = init.remedy;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** True for an {@link AntonError} of this or any other loaded copy of the contracts. */
export function isAntonError(error: unknown): error is AntonError {
  return error instanceof Error && BRAND in error;
}
