import { PermanentError } from '@anton/contracts';

export const WORKSPACE_ERROR_CODES = [
  'workspace_not_found',
  'workspace_outside',
  'workspace_is_directory',
  'workspace_not_a_file',
  'workspace_too_large',
  'workspace_bad_pattern',
  'workspace_full',
  'workspace_no_shell',
  'workspace_io',
] as const;
export type WorkspaceErrorCode = (typeof WORKSPACE_ERROR_CODES)[number];

/** A file operation that cannot be done; the message is fit for the model. */
export class WorkspaceError extends PermanentError {
  constructor(code: WorkspaceErrorCode, message: string, remedy: string, cause?: unknown) {
    super(message, { code, remedy, cause });
  }
}

/** Commands would run without isolation although ANTON_REQUIRE_SANDBOX=1 forbids it. */
export class SandboxRequiredError extends PermanentError {
  constructor(detail: string) {
    super(`no sandbox is available: ${detail}`, {
      code: 'sandbox_required',
      remedy: 'Install bubblewrap (apt-get install bubblewrap), or unset ANTON_REQUIRE_SANDBOX.',
    });
  }
}
