import { Command, CommandRunner } from 'nest-commander';
import { DlqListCommand } from './dlq-list.command';
import { DlqPurgeCommand } from './dlq-purge.command';
import { DlqReplayCommand } from './dlq-replay.command';
import { DlqShowCommand } from './dlq-show.command';

@Command({
  name: 'dlq',
  description: 'Tasks and signals that could not be taken (dead letters): list, show, replay, purge.',
  subCommands: [DlqListCommand, DlqShowCommand, DlqReplayCommand, DlqPurgeCommand],
})
export class DlqCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help({ error: true });
    return Promise.resolve();
  }
}
