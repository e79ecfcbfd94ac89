import { PermanentError } from '@anton/contracts';

/** Two providers claim one name in one registry; the boot stops. */
export class DuplicateNameError extends PermanentError {
  constructor(kind: string, name: string, first: string, second: string) {
    super(`two ${kind} providers are called "${name}": ${first} and ${second}`, {
      code: 'duplicate_name',
      remedy: `Rename one of them in its decorator, or remove one module from ANTON_EXTENSIONS.`,
    });
  }
}

/** Somebody asked a registry for a name that no provider carries. */
export class UnknownNameError extends PermanentError {
  constructor(kind: string, name: string, known: readonly string[]) {
    super(`no ${kind} is called "${name}"; known: ${known.join(', ') || 'none'}`, {
      code: 'unknown_name',
      remedy: `Use one of the known names, or add the module that provides "${name}" to ANTON_EXTENSIONS.`,
    });
  }
}
