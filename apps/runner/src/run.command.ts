import { Inject } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Command, CommandRunner, Option } from 'nest-commander';
import { RUN_EXIT_STATUS } from '@anton/contracts';
import { JsonLogger, loadExtensions, readEnvironment, type Redactor } from '@anton/platform';
import { readRunContext, RunTask, writeReport } from '@anton/run';
import { runnerEnvironment } from './runner.env';
import { RunnerModule } from './runner.module';
import { RUNNER_PROCESS, type RunnerProcess } from './runner-process';
import { stopSignal } from './stop-signal';

interface RunCommandOptions {
  readonly context: string;
  readonly work: string;
  readonly report?: string;
}

@Command({
  name: 'run',
  description:
    "Runs one task: clone, fix, proof by the repository's own tests, review, pull request. Prints JSON lines; the last one is the report.",
})
export class RunCommand extends CommandRunner {
  constructor(@Inject(RUNNER_PROCESS) private readonly process: RunnerProcess) {
    super();
  }

  async run(_parameters: string[], options: RunCommandOptions): Promise<void> {
    const context = await readRunContext(options.context);
    const app = await this.compose(this.process.redactor);
    const report = await app.get(RunTask).run({
      context,
      work: options.work,
      sink: (line) => process.stdout.write(`${line}\n`),
      signal: stopSignal(),
    });
    await app.close();
    if (options.report !== undefined) await writeReport(options.report, report);
    process.stdout.write(`${JSON.stringify(report)}\n`);
    process.exitCode = RUN_EXIT_STATUS[report.status];
  }

  private async compose(redactor: Redactor) {
    const environment = readEnvironment(runnerEnvironment, this.process.variables);
    const extensions = await loadExtensions(environment.ANTON_EXTENSIONS, 'runner');
    return NestFactory.createApplicationContext(RunnerModule.forRoot(environment, redactor, extensions), {
      logger: new JsonLogger({ app: 'runner', level: environment.LOG_LEVEL, redactor }),
      abortOnError: false,
    });
  }

  @Option({
    flags: '--context <dir>',
    description: 'folder with task.json, route.json and skill.*.md',
    required: true,
  })
  parseContext(value: string): string {
    return value;
  }

  @Option({ flags: '--work <dir>', description: 'folder for the clone and the work tree', required: true })
  parseWork(value: string): string {
    return value;
  }

  @Option({
    flags: '--report <file>',
    description: 'where the report is written too (in Kubernetes the termination message)',
  })
  parseReport(value: string): string {
    return value;
  }
}
