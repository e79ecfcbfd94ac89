import { CodeHostError } from '../code-host.errors';

/** Runs steps that write files of our own. @throws CodeHostError `disk_full`, or `git_failed` for what else a disk refuses. */
export async function withFileFailures<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) throw error;
    const isFull = error.code === 'ENOSPC' || error.code === 'EDQUOT';
    throw new CodeHostError(
      isFull ? 'disk_full' : 'git_failed',
      `the repository's folder: ${error.message}`,
      {
        remedy: isFull
          ? 'Free disk space where runs work, then retry the task.'
          : 'Check the permissions of the folder in which runs work.',
        cause: error,
      },
    );
  }
}
