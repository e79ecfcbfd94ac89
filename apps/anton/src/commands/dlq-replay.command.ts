import { Help, Option, SubCommand } from 'nest-commander';
import { replayedLetterLine, replaySummaryJson, replaySummaryText } from '../operator/dead-letter-view';
import { withQueue } from '../operator/open-queue';
import { replayDeadLetters, type LettersReplayed } from '../operator/replay-dead-letters';
import { stoppedText } from '../operator/stopped-view';
import {
  DeadLetterSelectionCommand,
  selectionOf,
  type DeadLetterOptions,
} from './dead-letter-selection.command';
import { QUEUE_HELP } from './parked-selection.command';

interface ReplayOptions extends DeadLetterOptions {
  readonly dryRun?: boolean;
}

const HELP = `
For after the cause was mended. Each dead letter is published again as it was,
starts with attempt 1, and is removed once the queue has it durably. One that
fails again becomes a dead letter again, and is not met twice by one replay.
It may be killed and run again: the ledger takes a task once, by its id.
Anton may be running meanwhile.

--json prints one object a line: one for each letter as it goes, and at last
{"summary":{"replayed":…,"kept":…},"dryRun":…,"stopped":…}

Exit status
  0  everything that was selected is in the queue again
  1  stopped, e.g. the queue is down; nothing is lost, run it again
  2  done, and some stay: nobody knows where they were to go
${QUEUE_HELP}

Examples
  anton dlq replay --dry-run
  anton dlq replay --category task_id_collision --newer-than 2h
  anton dlq replay --id jira-pay-1-k3v9q2m7xa`;

@SubCommand({ name: 'replay', description: 'Publishes dead letters again, to be tried from the start.' })
export class DlqReplayCommand extends DeadLetterSelectionCommand {
  async run(_parameters: string[], options: ReplayOptions): Promise<void> {
    const isDryRun = options.dryRun === true;
    const isJson = options.json === true;
    const selection = { ...selectionOf(options, Number.MAX_SAFE_INTEGER), isDryRun };
    const summary = await withQueue(this.variables, (queue) =>
      replayDeadLetters(queue, selection, (replayed) => {
        process.stdout.write(`${isJson ? JSON.stringify(replayed) : replayedLetterLine(replayed)}\n`);
      }),
    );
    const text = isJson ? replaySummaryJson(summary, isDryRun) : replaySummaryText(summary, isDryRun);
    process.stdout.write(`${text}\n`);
    if (summary.stoppedBy !== null && !isJson)
      process.stderr.write(`${stoppedText(summary.stoppedBy, 'a dead letter')}\n`);
    process.exitCode = statusOf(summary);
  }

  @Option({
    flags: '--dry-run',
    description: 'says what would be published; publishes and removes nothing',
  })
  parseDryRun(): boolean {
    return true;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

function statusOf({ stoppedBy, kept }: LettersReplayed): number {
  if (stoppedBy !== null) return 1;
  return kept > 0 ? 2 : 0;
}
