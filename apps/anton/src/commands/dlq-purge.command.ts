import { Help, Option, SubCommand } from 'nest-commander';
import { PermanentError } from '@anton/contracts';
import type { ReviewDecision, TaskQueue } from '@anton/queue';
import { assertSomebodyAnswers, confirm } from '../operator/confirm';
import { deadLetterJson, deadLetterLines } from '../operator/dead-letter-view';
import { withQueue } from '../operator/open-queue';
import { walkDeadLetters, type DeadLetterSelection } from '../operator/walk-dead-letters';
import {
  DeadLetterSelectionCommand,
  selectionOf,
  type DeadLetterOptions,
} from './dead-letter-selection.command';
import { QUEUE_HELP } from './parked-selection.command';

interface PurgeOptions extends DeadLetterOptions {
  readonly all?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

const HELP = `
For what nobody will need any more. It cannot be undone: keep a copy with
'anton dlq show ID --json' first. Needs a filter, or --all, and a yes: typed
when it asks, or --yes where nobody can type. Shows what it removes.
${QUEUE_HELP}

Examples
  anton dlq purge --category body_not_json --dry-run
  anton dlq purge --older-than 30d --yes
  anton dlq purge --all`;

@SubCommand({ name: 'purge', description: 'Removes dead letters for ever.' })
export class DlqPurgeCommand extends DeadLetterSelectionCommand {
  async run(_parameters: string[], options: PurgeOptions): Promise<void> {
    const selection = selectionOf(options, Number.MAX_SAFE_INTEGER);
    const { category, source, id, olderThanMs, newerThanMs } = selection;
    const hasFilter = [category, source, id, olderThanMs, newerThanMs].some((value) => value !== undefined);
    if (!hasFilter && options.all !== true) throw noFilter();
    await withQueue(this.variables, async (queue) => {
      const walk = (most: DeadLetterSelection, decision: ReviewDecision) =>
        this.walk(queue, most, decision, options.json === true);
      const say = (line: string): void => void (options.json === true || process.stdout.write(`${line}\n`));
      const isAsked = options.yes !== true && options.dryRun !== true;
      if (isAsked) assertSomebodyAnswers();
      const found = await walk(
        selection,
        options.yes === true && options.dryRun !== true ? 'remove' : 'keep',
      );
      if (found === 0) return say('nothing was removed: no dead letter, or none that fits');
      if (options.dryRun === true) return say(`${found} would be removed`);
      if (!isAsked) return say(`${found} removed`);
      if (!(await confirm(`Remove ${found} for ever?`))) return say('nothing was removed');
      // What died while somebody thought about it stays.
      say(`${await walk({ ...selection, limit: found }, 'remove')} removed`);
    });
  }

  /** Shows what is selected, and how many there were. */
  private async walk(
    queue: TaskQueue,
    selection: DeadLetterSelection,
    decision: ReviewDecision,
    isJson: boolean,
  ): Promise<number> {
    let seen = 0;
    await walkDeadLetters(queue, selection, async (letter, place) => {
      seen += 1;
      process.stdout.write(`${isJson ? deadLetterJson(letter, place) : deadLetterLines(letter, place)}\n`);
      return decision;
    });
    return seen;
  }

  @Option({ flags: '--all', description: 'all dead letters, where no filter is given' })
  parseAll(): boolean {
    return true;
  }

  @Option({ flags: '--yes', description: 'does not ask' })
  parseYes(): boolean {
    return true;
  }

  @Option({ flags: '--dry-run', description: 'shows what would be removed; removes nothing' })
  parseDryRun(): boolean {
    return true;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

function noFilter(): PermanentError {
  return new PermanentError('which dead letters are to be removed?', {
    code: 'no_filter',
    remedy: 'Give --category, --source, --id, --older-than or --newer-than, or --all for all of them.',
  });
}
