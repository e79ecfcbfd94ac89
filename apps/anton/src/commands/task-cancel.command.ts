import { Help, SubCommand } from 'nest-commander';
import { INTENT_HELP, TaskIntentCommand, type IntentOptions } from './task-intent.command';

const HELP = `
A task that has not started is settled as cancelled. The run of a running one
is stopped; what it had pushed stays on its branch. A message of the same task
that comes again starts nothing.
${INTENT_HELP}

Example
  anton task cancel jira-pay-1-k3v9q2m7xa --reason 'fixed by hand'`;

@SubCommand({
  name: 'cancel',
  arguments: '<task-id>',
  description: 'Ends a task: it does not start, or its run is stopped.',
})
export class TaskCancelCommand extends TaskIntentCommand {
  run([taskId = '']: string[], options: IntentOptions): Promise<void> {
    return this.ask({ taskId, kind: 'cancel', isForced: false, isRoutedAnew: false }, options);
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}
