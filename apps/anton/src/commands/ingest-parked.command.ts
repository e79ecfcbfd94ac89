import { Help, SubCommand } from 'nest-commander';
import { withIntake } from '../operator/open-intake';
import { PARKED_HEADS, parkedJson, parkedLine } from '../operator/parked-view';
import { walkParked } from '../operator/walk-parked';
import { ParkedSelectionCommand, QUEUE_HELP, type ParkedOptions } from './parked-selection.command';

const DEFAULT_LIMIT = 50;

const HELP = `
Shows the place in the queue, when it was received, its source, its size and
why it could not be read; never the body. At most ${DEFAULT_LIMIT}, unless --limit says more.
${QUEUE_HELP}

Examples
  anton ingest parked
  anton ingest parked --source jira --limit 500
  anton ingest parked --json | jq -r .reason | sort | uniq -c`;

@SubCommand({
  name: 'parked',
  description: 'Lists authentic deliveries that could not be read, oldest first.',
})
export class IngestParkedCommand extends ParkedSelectionCommand {
  async run(_parameters: string[], { source, limit, json }: ParkedOptions): Promise<void> {
    const write = (line: string): void => void process.stdout.write(`${line}\n`);
    await withIntake(this.variables, async ({ queue }) => {
      const { parked } = await queue.depth();
      let shown = 0;
      await walkParked(queue, { source, limit: limit ?? DEFAULT_LIMIT }, async (delivery, place) => {
        if (shown === 0 && json !== true) write(PARKED_HEADS);
        shown += 1;
        write(json === true ? parkedJson(delivery, place) : parkedLine(delivery, place));
        return 'keep';
      });
      if (json === true) return;
      write(parked === 0 ? 'nothing is parked' : `${shown} shown, ${parked} parked`);
    });
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}
