import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { CommandFactory } from 'nest-commander';
import { reportFailure } from '@anton/platform';
import { DemoCertificateCommand } from './commands/demo-certificate.command';
import { DemoServersCommand } from './commands/demo-servers.command';
import { DemoCommand } from './commands/demo.command';
import { DlqListCommand } from './commands/dlq-list.command';
import { DlqPurgeCommand } from './commands/dlq-purge.command';
import { DlqReplayCommand } from './commands/dlq-replay.command';
import { DlqShowCommand } from './commands/dlq-show.command';
import { DlqCommand } from './commands/dlq.command';
import { DoctorCommand } from './commands/doctor.command';
import { IngestDiscardCommand } from './commands/ingest-discard.command';
import { IngestParkedCommand } from './commands/ingest-parked.command';
import { IngestReplayCommand } from './commands/ingest-replay.command';
import { IngestShowCommand } from './commands/ingest-show.command';
import { IngestCommand } from './commands/ingest.command';
import { ProgramName } from './commands/program-name';
import { ReplayCommand } from './commands/replay.command';
import { SendCommand } from './commands/send.command';
import { StartCommand } from './commands/start.command';
import { TaskCancelCommand } from './commands/task-cancel.command';
import { TaskRetryCommand } from './commands/task-retry.command';
import { TaskCommand, TaskListCommand, TaskShowCommand } from './commands/task.command';
import { VARIABLES } from './operator/variables';

@Module({})
class AntonCommands {}

/** The operator's command line. An expected failure prints its message and its remedy, without a stack. */
export async function startAnton(variables: Readonly<Record<string, string | undefined>>): Promise<void> {
  const commands = {
    module: AntonCommands,
    providers: [
      { provide: VARIABLES, useValue: variables },
      ProgramName,
      StartCommand,
      DemoCommand,
      DemoServersCommand,
      DemoCertificateCommand,
      SendCommand,
      DoctorCommand,
      TaskCommand,
      TaskListCommand,
      TaskShowCommand,
      TaskCancelCommand,
      TaskRetryCommand,
      IngestCommand,
      IngestParkedCommand,
      IngestReplayCommand,
      IngestShowCommand,
      IngestDiscardCommand,
      DlqCommand,
      DlqListCommand,
      DlqShowCommand,
      DlqReplayCommand,
      DlqPurgeCommand,
      ReplayCommand,
    ],
  };
  await CommandFactory.run(commands, {
    logger: false,
    cliName: 'anton',
    serviceErrorHandler: (error) => {
      reportFailure(error, variables);
      // A start that failed half-way has opened files and timers that would keep the process alive.
      process.exit();
    },
    enablePositionalOptions: true,
  });
}
