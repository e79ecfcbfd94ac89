import { userInfo } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { CommandRunner, Option } from 'nest-commander';
import type { NewIntent } from '@anton/ledger';
import { askFor } from '../operator/ask-for';
import { askedJson, askedStatus, askedText } from '../operator/asked-view';
import { withLedger } from '../operator/open-ledger';
import { parseCount } from '../operator/parse-count';
import { VARIABLES, type Variables } from '../operator/variables';

/** The options of every command that wants something of a task. */
export interface IntentOptions {
  readonly reason?: string;
  readonly by?: string;
  readonly wait?: number;
  readonly json?: boolean;
}

const DEFAULT_WAIT_S = 10;
const MAX_REASON = 500;

/** What its commands say of how they work. */
export const INTENT_HELP = `
The command only notes what you want in the ledger; the orchestrator does it,
within a second when it runs, else after its next start. The command waits
${DEFAULT_WAIT_S} s for that.

Exit status
  0  done
  1  refused, or there is no such task; the message says why
  2  noted, and no orchestrator has acted on it yet`;

/** A command that writes an intent into the ledger and waits for its answer. */
@Injectable()
export abstract class TaskIntentCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) private readonly variables: Variables) {
    super();
  }

  protected async ask(
    wanted: Pick<NewIntent, 'taskId' | 'kind' | 'isForced' | 'isRoutedAnew'>,
    { reason, by, wait = DEFAULT_WAIT_S, json }: IntentOptions,
  ): Promise<void> {
    const intent = { ...wanted, by: by ?? userInfo().username, reason: reason?.slice(0, MAX_REASON) ?? null };
    const asked = await withLedger(this.variables, (ledger) => askFor(ledger, intent, wait * 1_000));
    process.stdout.write(`${json === true ? askedJson(asked) : askedText(asked)}\n`);
    process.exitCode = askedStatus(asked);
  }

  @Option({ flags: '--reason <text>', description: 'why, for the record' })
  parseReason(value: string): string {
    return value;
  }

  @Option({ flags: '--by <name>', description: 'who, for the record; default: the user of this shell' })
  parseBy(value: string): string {
    return value;
  }

  @Option({ flags: '--wait <seconds>', description: `how long to wait for it, default ${DEFAULT_WAIT_S}` })
  parseWait(value: string): number {
    return parseCount('--wait', value);
  }

  @Option({ flags: '--json', description: 'one JSON object' })
  parseJson(): boolean {
    return true;
  }
}
