import { Inject } from '@nestjs/common';
import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { PermanentError } from '@anton/contracts';
import type { DeadLetter } from '@anton/queue';
import { shownLetterJson, shownLetterText } from '../operator/dead-letter-view';
import { withQueue } from '../operator/open-queue';
import { VARIABLES, type Variables } from '../operator/variables';
import { walkDeadLetters } from '../operator/walk-dead-letters';
import { QUEUE_HELP } from './parked-selection.command';

const HELP = `
Shows one dead letter whole: how it failed at first and at last, and its body.
The body is made from a sender's text, and may hold what is confidential.
${QUEUE_HELP}

Examples
  anton dlq show 1
  anton dlq show jira-pay-1-k3v9q2m7xa --json | jq -r .body | jq .title`;

@SubCommand({
  name: 'show',
  arguments: '<letter>',
  argsDescription: { letter: 'its number in `anton dlq list`, or its id' },
  description: 'Shows one dead letter: its failures and its body.',
})
export class DlqShowCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) private readonly variables: Variables) {
    super();
  }

  async run([wanted = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    const number = /^\d+$/.test(wanted) ? Number(wanted) : null;
    const selection = number === null ? { id: wanted, limit: 1 } : { limit: number };
    let found: { readonly letter: DeadLetter; readonly place: number } | undefined;
    await withQueue(this.variables, (queue) =>
      walkDeadLetters(queue, selection, async (letter, place) => {
        if (number === null || place === number) found = { letter, place };
        return 'keep';
      }),
    );
    if (found === undefined) throw noSuchLetter(wanted);
    const { letter, place } = found;
    const text = json === true ? shownLetterJson(letter, place) : shownLetterText(letter, place);
    process.stdout.write(`${text}\n`);
  }

  @Option({ flags: '--json', description: 'one JSON object, with the body as text' })
  parseJson(): boolean {
    return true;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

function noSuchLetter(wanted: string): PermanentError {
  return new PermanentError(`there is no dead letter ${wanted}`, {
    code: 'no_dead_letter',
    remedy: 'See `anton dlq list`: numbers count from the oldest, and change when older ones go.',
  });
}
