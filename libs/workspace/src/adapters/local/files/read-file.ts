import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { WorkspaceError } from '../../../workspace.errors';

/** A pipe must not hold the reader; a link that appeared since the path was resolved is not followed. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** The bytes of a regular file. @throws WorkspaceError `is_directory`, `not_a_file`, `too_large` */
export async function readRegularFile(real: string, path: string, maxBytes: number): Promise<Buffer> {
  const file = await open(real, FLAGS);
  try {
    const stat = await file.stat();
    if (stat.isDirectory())
      throw new WorkspaceError('workspace_is_directory', `${path} is a folder`, 'Name a file in it.');
    if (!stat.isFile())
      throw new WorkspaceError('workspace_not_a_file', `${path} is no regular file`, 'Name a regular file.');
    if (stat.size > maxBytes) {
      throw new WorkspaceError(
        'workspace_too_large',
        `${path} has ${stat.size} bytes, ${maxBytes} are allowed`,
        'Search it instead.',
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}
