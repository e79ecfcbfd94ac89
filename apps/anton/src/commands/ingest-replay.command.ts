import { Help, Option, SubCommand } from 'nest-commander';
import { withIntake } from '../operator/open-intake';
import { replayedLine, summaryJson, summaryText } from '../operator/parked-view';
import { replayParked, type ReplaySummary } from '../operator/replay-parked';
import { stoppedText } from '../operator/stopped-view';
import { ParkedSelectionCommand, QUEUE_HELP, type ParkedOptions } from './parked-selection.command';

interface ReplayOptions extends ParkedOptions {
  readonly dryRun?: boolean;
}

const HELP = `
For after a mapping was mended. Each parked delivery is read again, with the
time and the headers it came with, and ends in one of three ways:
  accepted   its task or signal is durable in the queue; no longer parked
  ignored    it asks for nothing; no longer parked, the reason is shown
  kept       it still cannot be read; stays parked, the reason is shown
It may be killed and run again: a delivery gives the same task every time.
Anton may be running meanwhile. Catalog and extensions are those that this
command's own environment names: ANTON_CATALOG_DIR and ANTON_EXTENSIONS.

--json prints one object a line: one for each delivery as it goes, and at last
{"summary":{"accepted":…,"ignored":…,"kept":…},"dryRun":…,"stopped":…}

Exit status
  0  everything that was selected is accepted or ignored
  1  stopped, e.g. the queue is down; nothing is lost, run it again
  2  done, and some could not be read and stay parked
${QUEUE_HELP}

Examples
  anton ingest replay --dry-run
  anton ingest replay --source generic/billing
  anton ingest replay --limit 100 --json`;

@SubCommand({ name: 'replay', description: 'Takes parked deliveries through the intake again.' })
export class IngestReplayCommand extends ParkedSelectionCommand {
  async run(_parameters: string[], { source, limit, json, dryRun }: ReplayOptions): Promise<void> {
    const isDryRun = dryRun === true;
    const isJson = json === true;
    const selection = { source, limit: limit ?? Number.MAX_SAFE_INTEGER, isDryRun };
    const summary = await withIntake(this.variables, (open) =>
      replayParked(open, selection, (replayed) => {
        process.stdout.write(`${isJson ? JSON.stringify(replayed) : replayedLine(replayed)}\n`);
      }),
    );
    process.stdout.write(`${isJson ? summaryJson(summary, isDryRun) : summaryText(summary, isDryRun)}\n`);
    if (summary.stoppedBy !== null && !isJson)
      process.stderr.write(`${stoppedText(summary.stoppedBy, 'parked')}\n`);
    process.exitCode = statusOf(summary);
  }

  @Option({
    flags: '--dry-run',
    description: 'says what would become of them; publishes and removes nothing',
  })
  parseDryRun(): boolean {
    return true;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

function statusOf({ stoppedBy, kept }: ReplaySummary): number {
  if (stoppedBy !== null) return 1;
  return kept > 0 ? 2 : 0;
}
