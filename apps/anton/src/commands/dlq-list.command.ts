import { Help, SubCommand } from 'nest-commander';
import { DEAD_LETTER_HEADS, deadLetterJson, deadLetterLines } from '../operator/dead-letter-view';
import { withQueue } from '../operator/open-queue';
import { walkDeadLetters } from '../operator/walk-dead-letters';
import {
  DeadLetterSelectionCommand,
  selectionOf,
  type DeadLetterOptions,
} from './dead-letter-selection.command';
import { QUEUE_HELP } from './parked-selection.command';

const DEFAULT_LIMIT = 50;

const HELP = `
A dead letter is a task or signal that Anton could not take: permanently, or
after its last attempt. Shows its place in the queue, when it died, how often
it was tried, its id, and below it the category and what was said last; never
the body. At most ${DEFAULT_LIMIT}, unless --limit says more.
${QUEUE_HELP}

Examples
  anton dlq list
  anton dlq list --category contract_invalid --newer-than 1h
  anton dlq list --limit 100000 --json | jq -r .category | sort | uniq -c`;

@SubCommand({ name: 'list', description: 'Lists dead letters, oldest first.' })
export class DlqListCommand extends DeadLetterSelectionCommand {
  async run(_parameters: string[], options: DeadLetterOptions): Promise<void> {
    const isJson = options.json === true;
    const write = (line: string): void => void process.stdout.write(`${line}\n`);
    await withQueue(this.variables, async (queue) => {
      const { dead } = await queue.depth();
      let shown = 0;
      await walkDeadLetters(queue, selectionOf(options, DEFAULT_LIMIT), async (letter, place) => {
        if (shown === 0 && !isJson) write(DEAD_LETTER_HEADS);
        shown += 1;
        write(isJson ? deadLetterJson(letter, place) : deadLetterLines(letter, place));
        return 'keep';
      });
      if (!isJson) write(dead === 0 ? 'no dead letters' : `${shown} shown, ${dead} dead`);
    });
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}
