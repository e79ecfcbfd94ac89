import { AntonError, type ErrorCategory } from '@anton/contracts';

export type CodeHostErrorCode =
  | 'repository_not_found'
  | 'repository_auth'
  | 'base_branch_missing'
  | 'branch_protected'
  | 'push_rejected'
  | 'pull_request_rejected'
  | 'forbidden_content'
  | 'host_unavailable'
  | 'tool_missing'
  | 'disk_full'
  | 'git_failed';

/** A step at the code host failed. `code` tells the runner which status the run ends in. */
export class CodeHostError extends AntonError {
  declare readonly code: CodeHostErrorCode;

  constructor(
    code: CodeHostErrorCode,
    message: string,
    init: { remedy: string; category?: ErrorCategory; cause?: unknown },
  ) {
    super(message, {
      code,
      category: init.category ?? (code === 'host_unavailable' ? 'outage' : 'permanent'),
      remedy: init.remedy,
      cause: init.cause,
    });
  }
}
