import { PermanentError } from '@anton/contracts';

/** A secret that a sender transmits in clear is also used for signing; the boot stops. */
export class SharedSecretError extends PermanentError {
  constructor(variable: string) {
    super(`${variable} has the same value as a secret that signs`, {
      code: 'secret_shared',
      remedy: `Give ${variable} a value of its own: it travels in clear, so whoever reads it could forge every other source.`,
    });
  }
}
