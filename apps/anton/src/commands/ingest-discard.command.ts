import { Inject } from '@nestjs/common';
import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { withIntake } from '../operator/open-intake';
import { parkedJson, parkedLine } from '../operator/parked-view';
import { parseCount } from '../operator/parse-count';
import { VARIABLES, type Variables } from '../operator/variables';
import { walkParked } from '../operator/walk-parked';
import { notParked } from './ingest-show.command';
import { QUEUE_HELP } from './parked-selection.command';

const HELP = `
For what no mapping will ever read. It cannot be undone: keep a copy with
'anton ingest show' first. Shows what it removed.
${QUEUE_HELP}

Example
  anton ingest discard 1 4`;

@SubCommand({
  name: 'discard',
  arguments: '<numbers...>',
  argsDescription: { numbers: 'their numbers in `anton ingest parked`' },
  description: 'Removes parked deliveries for ever.',
})
export class IngestDiscardCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) private readonly variables: Variables) {
    super();
  }

  async run(texts: string[], { json }: { readonly json?: boolean }): Promise<void> {
    const wanted = new Set(texts.map((text) => parseCount('the number', text)));
    await withIntake(this.variables, async ({ queue }) => {
      // What is not there stops it before anything is removed.
      const { parked } = await queue.depth();
      for (const place of wanted) if (place > parked) throw notParked(place);
      await walkParked(queue, { limit: Math.max(...wanted) }, async (delivery, place) => {
        if (!wanted.has(place)) return 'keep';
        process.stdout.write(
          `${json === true ? parkedJson(delivery, place) : parkedLine(delivery, place)}\n`,
        );
        return 'remove';
      });
    });
  }

  @Option({ flags: '--json', description: 'one JSON object a line' })
  parseJson(): boolean {
    return true;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}
