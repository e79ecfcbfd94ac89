import { Command, CommandRunner } from 'nest-commander';
import { IngestDiscardCommand } from './ingest-discard.command';
import { IngestParkedCommand } from './ingest-parked.command';
import { IngestReplayCommand } from './ingest-replay.command';
import { IngestShowCommand } from './ingest-show.command';

@Command({
  name: 'ingest',
  description: 'Authentic deliveries that could not be read: parked, show, replay, discard.',
  subCommands: [IngestParkedCommand, IngestShowCommand, IngestReplayCommand, IngestDiscardCommand],
})
export class IngestCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help({ error: true });
    return Promise.resolve();
  }
}
