import { PermanentError } from '@anton/contracts';

/** The tables could not be brought to the shape this version needs; the boot stops. */
export class MigrationFailedError extends PermanentError {
  constructor(step: string | undefined, cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    super(`the database could not be migrated${step === undefined ? '' : ` (step ${step})`}: ${detail}`, {
      code: 'migration_failed',
      remedy: 'Use the version of Anton that wrote this database, or a newer one; nothing was changed.',
      cause,
    });
  }
}
