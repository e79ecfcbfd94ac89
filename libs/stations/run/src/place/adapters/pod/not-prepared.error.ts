import { PermanentError } from '@anton/contracts';

/** `runner prepare` did not leave what the agent goes on with. */
export class NotPreparedError extends PermanentError {
  constructor(file: string, cause: unknown) {
    super(`the checkout of this run is not prepared: ${file} cannot be read`, {
      code: 'not_prepared',
      remedy: 'Let `runner prepare` finish on the same volume before `runner run --trusted` starts.',
      cause,
    });
  }
}
