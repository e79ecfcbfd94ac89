import { Inject, Injectable } from '@nestjs/common';
import { CommandRunner, Option } from 'nest-commander';
import { parseAge } from '../operator/parse-age';
import { parseCount } from '../operator/parse-count';
import { VARIABLES, type Variables } from '../operator/variables';
import type { DeadLetterSelection } from '../operator/walk-dead-letters';

/** The options of every command that looks at dead letters. */
export interface DeadLetterOptions {
  readonly category?: string;
  readonly source?: string;
  readonly id?: string;
  readonly olderThan?: number;
  readonly newerThan?: number;
  readonly limit?: number;
  readonly json?: boolean;
}

/** The selection that options name; without `--limit`, of `limit`. */
export function selectionOf(options: DeadLetterOptions, limit: number): DeadLetterSelection {
  const { category, source, id, olderThan, newerThan } = options;
  return {
    category,
    source,
    id,
    olderThanMs: olderThan,
    newerThanMs: newerThan,
    limit: options.limit ?? limit,
  };
}

/** A command over the dead letters that fit every filter given. */
@Injectable()
export abstract class DeadLetterSelectionCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) protected readonly variables: Variables) {
    super();
  }

  @Option({ flags: '--category <code>', description: 'only those of this category, e.g. contract_invalid' })
  parseCategory(value: string): string {
    return value;
  }

  @Option({
    flags: '--source <name>',
    description: 'only those of this source, e.g. jira or generic/billing',
  })
  parseSource(value: string): string {
    return value;
  }

  @Option({ flags: '--id <id>', description: 'only the one with this taskId or signalId' })
  parseId(value: string): string {
    return value;
  }

  @Option({ flags: '--older-than <age>', description: 'only those that died before, e.g. 90s, 15m, 2h, 7d' })
  parseOlderThan(value: string): number {
    return parseAge('--older-than', value);
  }

  @Option({ flags: '--newer-than <age>', description: 'only those that died since, e.g. 90s, 15m, 2h, 7d' })
  parseNewerThan(value: string): number {
    return parseAge('--newer-than', value);
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
