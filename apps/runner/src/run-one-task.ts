import { NestFactory } from '@nestjs/core';
import { PermanentError, type RunReport } from '@anton/contracts';
import { JsonLogger, loadExtensions, readEnvironment, startTracing, type Tracing } from '@anton/platform';
import { type PodVolumes, readRunContext, RunTask, writeReport, writeTerminationMessage } from '@anton/run';
import { fetchByProxy } from './proxy/fetch-by-proxy';
import { wayOutOf } from './proxy/way-out';
import { runnerEnvironment, type RunnerEnvironment } from './runner.env';
import type { RunnerProcess } from './runner-process';
import { RunnerModule } from './runner.module';
import { stopSignal } from './stop-signal';

/** Folders of one run, and the file that its report goes to beside standard output. */
export interface RunFiles extends Partial<PodVolumes> {
  readonly context: string;
  readonly work: string;
  readonly report?: string;
  /** The termination message of the container, in Kubernetes. */
  readonly terminationMessage?: string;
  /** Where the run's trajectory is written; default `trajectory.jsonl` in `work`. */
  readonly trajectory?: string;
}

/** Runs one task from its context to its report; progress goes to standard output as JSON lines. Stop `tracing` last. */
export async function runOneTask(
  own: RunnerProcess,
  files: RunFiles,
): Promise<{ readonly report: RunReport; readonly tracing: Tracing }> {
  const context = await readRunContext(files.context);
  const environment = readEnvironment(runnerEnvironment, own.variables);
  const endpoint = environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  const tracing = await startTracing({ service: 'anton-runner', endpoint });
  const wayOut = wayOutOf(environment);
  if (wayOut !== null) fetchByProxy(wayOut, [endpoint]);
  const app = await compose(own, environment, podOf(files));
  const report = await app.get(RunTask).run({
    context,
    work: files.work,
    ...(files.trajectory !== undefined && { trajectory: files.trajectory }),
    sink: (line) => process.stdout.write(`${line}\n`),
    signal: stopSignal(),
  });
  await app.close();
  if (files.report !== undefined) await writeReport(files.report, report);
  if (files.terminationMessage !== undefined) await writeTerminationMessage(files.terminationMessage, report);
  return { report, tracing };
}

/** Both or neither: half of them is a Pod that nobody wrote. */
function podOf({ trusted, socket }: RunFiles): PodVolumes | undefined {
  if (trusted === undefined && socket === undefined) return undefined;
  if (trusted !== undefined && socket !== undefined) return { trusted, socket };
  throw new PermanentError('--trusted and --socket are given together', {
    code: 'runner_options',
    remedy: 'Give both, after `runner prepare`, in a Pod; or neither, on one machine.',
  });
}

async function compose(
  { redactor }: RunnerProcess,
  environment: RunnerEnvironment,
  pod: PodVolumes | undefined,
) {
  const extensions = await loadExtensions(environment.ANTON_EXTENSIONS, 'runner');
  return NestFactory.createApplicationContext(RunnerModule.forRoot(environment, redactor, extensions, pod), {
    logger: new JsonLogger({ app: 'runner', level: environment.LOG_LEVEL, redactor }),
    abortOnError: false,
  });
}
