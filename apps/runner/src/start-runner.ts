import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { CommandFactory } from 'nest-commander';
import { isAntonError, RUN_EXIT_STATUS } from '@anton/contracts';
import { PrepareCommand } from './prepare/prepare.command';
import { ProgramName } from './program-name';
import { RunCommand } from './run.command';
import { RUNNER_PROCESS, runnerProcess } from './runner-process';

@Module({})
class RunnerCommands {}

/** The runner's command line. A run that cannot even start is `infra`: its reason goes to standard error. */
export async function startRunner(variables: Record<string, string | undefined>): Promise<void> {
  const own = runnerProcess(variables);
  const fail = (error: unknown): void => {
    const text = isAntonError(error) ? `${error.message} [${error.code}]\n${error.remedy}` : String(error);
    process.stderr.write(`${own.redactor.redact(text)}\n`);
    process.exit(RUN_EXIT_STATUS.infra);
  };
  const commands = {
    module: RunnerCommands,
    providers: [{ provide: RUNNER_PROCESS, useValue: own }, ProgramName, RunCommand, PrepareCommand],
  };
  await CommandFactory.run(commands, { logger: false, cliName: 'runner', serviceErrorHandler: fail });
}
