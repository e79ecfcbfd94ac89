import { PermanentError } from '@anton/contracts';

/** A run whose figures mean nothing; it prints none and ends with status 1. */
export class InvalidRunError extends PermanentError {
  constructor(message: string, remedy: string) {
    super(message, { code: 'benchmark_invalid', remedy });
  }
}
