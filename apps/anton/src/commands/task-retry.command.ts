import { Help, Option, SubCommand } from 'nest-commander';
import { INTENT_HELP, TaskIntentCommand, type IntentOptions } from './task-intent.command';

interface RetryOptions extends IntentOptions {
  readonly force?: boolean;
  readonly reroute?: boolean;
}

const HELP = `
A task that has ended waits again, and its next attempt goes through the gates
like a new one. It keeps its route; one that has none that leads to a run (it
needed information, or was cancelled early) is routed anew, as with --reroute.
All attempts share the budget of the task, limits.costUsd of its route: what
earlier ones spent is taken off, and one with nothing left is refused. A larger
limit in the template counts after --reroute.
${INTENT_HELP}

Examples
  anton task retry jira-pay-1-k3v9q2m7xa
  anton task retry jira-pay-1-k3v9q2m7xa --reroute --reason 'catalog mended'`;

@SubCommand({
  name: 'retry',
  arguments: '<task-id>',
  description: 'Makes another attempt at a task that has ended.',
})
export class TaskRetryCommand extends TaskIntentCommand {
  run([taskId = '']: string[], options: RetryOptions): Promise<void> {
    const [isForced, isRoutedAnew] = [options.force === true, options.reroute === true];
    return this.ask({ taskId, kind: 'retry', isForced, isRoutedAnew }, options);
  }

  @Option({ flags: '--force', description: 'also when its pull request was opened' })
  parseForce(): boolean {
    return true;
  }

  @Option({ flags: '--reroute', description: 'asks the router again, which costs a call' })
  parseReroute(): boolean {
    return true;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}
