import { Command, CommandRunner } from 'nest-commander';
import { IngestParkedCommand } from './ingest-parked.command';
import { IngestReplayCommand } from './ingest-replay.command';

@Command({
  name: 'ingest',
  description: 'Authentic deliveries that could not be read: parked, replay.',
  subCommands: [IngestParkedCommand, IngestReplayCommand],
})
export class IngestCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help({ error: true });
    return Promise.resolve();
  }
}
