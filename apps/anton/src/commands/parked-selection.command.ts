import { Inject, Injectable } from '@nestjs/common';
import { CommandRunner, Option } from 'nest-commander';
import { parseCount } from '../operator/parse-count';
import { VARIABLES, type Variables } from '../operator/variables';

/** The options of every command that looks at parked deliveries. */
export interface ParkedOptions {
  readonly source?: string;
  readonly limit?: number;
  readonly json?: boolean;
}

/** What its commands say of the queue they look into. */
export const QUEUE_HELP = `
The queue is RabbitMQ at BROKER_URI when that is set, else the embedded one in
ANTON_DATA_DIR; ANTON_QUEUE=rabbitmq or embedded decides where both are set.`;

/** A command over the parked deliveries of one source, or of all. */
@Injectable()
export abstract class ParkedSelectionCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) protected readonly variables: Variables) {
    super();
  }

  @Option({
    flags: '--source <name>',
    description: 'only those of this source, e.g. jira or generic/billing',
  })
  parseSource(value: string): string {
    return value;
  }

  @Option({ flags: '--limit <n>', description: 'at most so many, the oldest first' })
  parseLimit(value: string): number {
    return parseCount('--limit', value);
  }

  @Option({ flags: '--json', description: 'one JSON object a line' })
  parseJson(): boolean {
    return true;
  }
}
