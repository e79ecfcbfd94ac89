import { PermanentError } from '@anton/contracts';

/** A setup command of the template failed, so nothing after it can be trusted. */
export class SetupFailedError extends PermanentError {
  constructor(command: string, how: string, tail: string) {
    super(`the setup command \`${command}\` ${how}: ${tail}`, {
      code: 'setup_failed',
      remedy: "Correct `setup` in the template, or give the template's image what the command needs.",
    });
  }
}
