import { NestFactory } from '@nestjs/core';
import type { RunReport } from '@anton/contracts';
import { JsonLogger, loadExtensions, readEnvironment } from '@anton/platform';
import { readRunContext, RunTask, writeReport } from '@anton/run';
import { runnerEnvironment } from './runner.env';
import type { RunnerProcess } from './runner-process';
import { RunnerModule } from './runner.module';
import { stopSignal } from './stop-signal';

/** Folders of one run, and the file that its report goes to beside standard output. */
export interface RunFiles {
  readonly context: string;
  readonly work: string;
  readonly report?: string;
}

/** Runs one task from its context to its report; progress goes to standard output as JSON lines. */
export async function runOneTask(own: RunnerProcess, files: RunFiles): Promise<RunReport> {
  const context = await readRunContext(files.context);
  const app = await compose(own);
  const report = await app.get(RunTask).run({
    context,
    work: files.work,
    sink: (line) => process.stdout.write(`${line}\n`),
    signal: stopSignal(),
  });
  await app.close();
  if (files.report !== undefined) await writeReport(files.report, report);
  return report;
}

async function compose({ redactor, variables }: RunnerProcess) {
  const environment = readEnvironment(runnerEnvironment, variables);
  const extensions = await loadExtensions(environment.ANTON_EXTENSIONS, 'runner');
  return NestFactory.createApplicationContext(RunnerModule.forRoot(environment, redactor, extensions), {
    logger: new JsonLogger({ app: 'runner', level: environment.LOG_LEVEL, redactor }),
    abortOnError: false,
  });
}
