import { Inject } from '@nestjs/common';
import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { PermanentError } from '@anton/contracts';
import type { ParkedDelivery } from '@anton/queue';
import { withIntake } from '../operator/open-intake';
import { parseCount } from '../operator/parse-count';
import { shownJson } from '../operator/parked-view';
import { VARIABLES, type Variables } from '../operator/variables';
import { walkParked } from '../operator/walk-parked';
import { QUEUE_HELP } from './parked-selection.command';

const HELP = `
Writes the bytes to standard output exactly as they were received. They are a
sender's, and may hold what is confidential to it.
${QUEUE_HELP}

Examples
  anton ingest show 1 > body.json
  anton send generic/billing body.json --dry-run    what the mapping makes of it`;

@SubCommand({
  name: 'show',
  arguments: '<number>',
  argsDescription: { number: 'its number in `anton ingest parked`' },
  description: 'Shows the body of one parked delivery, to mend the mapping by.',
})
export class IngestShowCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) private readonly variables: Variables) {
    super();
  }

  async run([text = '']: string[], { json }: { readonly json?: boolean }): Promise<void> {
    const wanted = parseCount('the number', text);
    let found: ParkedDelivery | undefined;
    await withIntake(this.variables, ({ queue }) =>
      walkParked(queue, { limit: wanted }, async (parked, place) => {
        if (place === wanted) found = parked;
        return 'keep';
      }),
    );
    if (found === undefined) throw notParked(wanted);
    process.stdout.write(json === true ? `${shownJson(found, wanted)}\n` : found.rawBody);
  }

  @Option({
    flags: '--json',
    description: 'one JSON object, with the kept headers; base64 when it is no text',
  })
  parseJson(): boolean {
    return true;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

/** There are fewer parked deliveries than that. */
export function notParked(place: number): PermanentError {
  return new PermanentError(`nothing is parked at number ${place}`, {
    code: 'not_parked',
    remedy: 'See `anton ingest parked`: numbers count from the oldest, and change when older ones go.',
  });
}
