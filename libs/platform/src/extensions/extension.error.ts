import { PermanentError } from '@anton/contracts';

/** A package named in ANTON_EXTENSIONS cannot be used; the boot stops. */
export class ExtensionError extends PermanentError {
  constructor(specifier: string, problem: string, cause?: unknown) {
    super(`the extension "${specifier}" cannot be used: ${problem}`, {
      code: 'extension_invalid',
      remedy:
        'ANTON_EXTENSIONS takes package names or absolute paths, comma-separated; each exports `extension`, made with defineExtension() of @anton/sdk.',
      cause,
    });
  }
}
