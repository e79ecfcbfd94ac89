import { AntonError, PermanentError } from '@anton/contracts';

/** The exec server of the sandbox cannot be reached, or ended in the middle of a call. */
export class SandboxGoneError extends AntonError {
  constructor(detail: string, cause?: unknown) {
    super(`the sandbox does not answer: ${detail}`, {
      code: 'sandbox_gone',
      category: 'transient',
      remedy: 'Look at the sandbox container: it may have been killed for its memory.',
      cause,
    });
  }
}

/** The exec server could not do what it was asked for. */
export class SandboxFailedError extends AntonError {
  constructor(op: string, detail: string) {
    super(`the sandbox failed at ${op}: ${detail}`, {
      code: 'sandbox_failed',
      category: 'transient',
      remedy: 'Look at the log of the sandbox container: its disk may be full.',
    });
  }
}

/** The sandbox answered with something that no exec server of this release says. */
export class SandboxAnswerError extends PermanentError {
  constructor(op: string, detail: string, cause?: unknown) {
    super(`the sandbox's answer to ${op} cannot be used: ${detail}`, {
      code: 'sandbox_answer_invalid',
      remedy:
        'Code of the repository may have taken over the socket; read the trajectory before trying again.',
      cause,
    });
  }
}
