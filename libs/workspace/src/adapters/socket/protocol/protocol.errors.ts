import { PermanentError } from '@anton/contracts';

/** What came over the socket is no frame of the protocol. */
export class BadFrameError extends PermanentError {
  constructor(detail: string) {
    super(`the peer sent ${detail}`, {
      code: 'sandbox_protocol',
      remedy: 'Use the same release for the runner and its exec server.',
    });
  }
}
