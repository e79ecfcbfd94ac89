import { createInterface } from 'node:readline/promises';
import { PermanentError } from '@anton/contracts';

/** @throws PermanentError `not_confirmed` where no terminal is there to ask at */
export function assertSomebodyAnswers(): void {
  if (process.stdin.isTTY) return;
  throw new PermanentError('nobody is there to confirm it', {
    code: 'not_confirmed',
    remedy: 'Look at it with --dry-run, then add --yes.',
  });
}

/** Asks at the terminal; anything but y or yes is a no. */
export async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
