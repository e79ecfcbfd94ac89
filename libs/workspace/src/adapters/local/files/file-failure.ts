import { WorkspaceError } from '../../../workspace.errors';

/** A failed file operation as an answer that is fit for the model. */
export function fileFailure(path: string, error: unknown): WorkspaceError {
  if (error instanceof WorkspaceError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new WorkspaceError(
        'workspace_not_found',
        `${path} does not exist`,
        'List the folder to see what is there.',
        error,
      );
    case 'EISDIR':
      return new WorkspaceError('workspace_is_directory', `${path} is a folder`, 'Name a file in it.', error);
    case 'ENOSPC':
    case 'EDQUOT':
      return new WorkspaceError('workspace_full', 'the disk is full', 'Free space where runs work.', error);
    default:
      return new WorkspaceError(
        'workspace_io',
        `${path}: ${error instanceof Error ? error.message : String(error)}`,
        'See the message.',
        error,
      );
  }
}
