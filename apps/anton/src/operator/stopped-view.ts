import { isAntonError } from '@anton/contracts';

/** An error as an operator reads it. */
export interface Explained {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export function explained(error: unknown): Explained {
  if (isAntonError(error)) return { code: error.code, message: error.message, remedy: error.remedy };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', message, remedy: 'Check the queue with `anton doctor`.' };
}

/** What stopped a replay, what to do, and where that is which was not replayed, e.g. `parked`. */
export function stoppedText(error: unknown, where: string): string {
  const { message, remedy } = explained(error);
  return `stopped: ${message}\n\n${remedy}\nNothing is lost: what is not listed above is still ${where}. Run the command again.`;
}
