import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import type { RunReport } from '@anton/contracts';
import { Redactor, traceIdOf, withLogFields, withSpan, type Span } from '@anton/platform';
import type { RunContext } from './context/run-context';
import { makeRunFolders } from './context/run-folders';
import { Progress, type LineSink } from './facts/progress';
import { reportOf } from './facts/report-of';
import { RunFacts, type RunEnding } from './facts/run-facts';
import { endOfSpan, runSpan } from './facts/run-span';
import { endingOfError } from './facts/status-of-error';
import type { PreparedRun, WorkingRun } from './run-state';
import { RecordedRun, TRAJECTORY_FILE } from './trajectory/recorded-run';
import { BaselineStep } from './steps/baseline.step';
import { CheckoutStep } from './steps/checkout.step';
import { FixStep } from './steps/fix.step';
import { ImplementStep } from './steps/implement.step';
import { ProofStep } from './steps/proof.step';
import { PublishStep } from './steps/publish.step';
import { ResumeStep } from './steps/resume.step';

/** One run to make. `work` is a folder of its own; `sink` takes the progress lines. */
export interface RunTaskRequest {
  readonly context: RunContext;
  readonly work: string;
  /** The file of the run's trajectory; default `trajectory.jsonl` in `work`. */
  readonly trajectory?: string;
  readonly sink: LineSink;
  /** Ends the run early; what is worth showing is still published. */
  readonly signal: AbortSignal;
}

/** From a context folder to a report: checkout, baseline, fix, gate, review, proof, pull request. Never throws. */
@Injectable()
export class RunTask {
  private readonly logger = new Logger(RunTask.name);

  constructor(
    private readonly checkout: CheckoutStep,
    private readonly baseline: BaselineStep,
    private readonly implement: ImplementStep,
    private readonly fix: FixStep,
    private readonly proof: ProofStep,
    private readonly publish: PublishStep,
    private readonly resume: ResumeStep,
    private readonly redactor: Redactor,
  ) {}

  run(request: RunTaskRequest): Promise<RunReport> {
    const { task } = request.context;
    const fields = { task_id: task.taskId, trace_id: traceIdOf(task.trace?.traceparent) };
    return withLogFields(fields, () =>
      withSpan(runSpan(request.context), (span) => this.report(request, span)),
    );
  }

  private async report(request: RunTaskRequest, span: Span): Promise<RunReport> {
    const facts = new RunFacts();
    const { context, work, trajectory = join(work, TRAJECTORY_FILE) } = request;
    const record = new RecordedRun(trajectory, context, this.redactor);
    const ending = await record.withCalls(() => this.endingOf(request, facts, record));
    this.logger.log(`ended as ${ending.status}: ${ending.message}`);
    const report = reportOf(context.route, facts, ending, this.redactor);
    record.end(report);
    span.set(endOfSpan(report));
    return report;
  }

  private async endingOf(request: RunTaskRequest, facts: RunFacts, record: RecordedRun): Promise<RunEnding> {
    const { context } = request;
    const sink: LineSink = (line) => {
      record.progress(line);
      request.sink(line);
    };
    const deadline = AbortSignal.timeout(context.route.limits.minutes * 60_000);
    const signal = AbortSignal.any([request.signal, deadline]);
    const progress = new Progress(context.route, sink, this.redactor);
    let prepared: PreparedRun | undefined;
    try {
      const folders = await makeRunFolders(request.work);
      const { trajectory } = record;
      prepared = await this.checkout.take({ context, folders, facts, progress, trajectory, signal });
      return await this.workOn(prepared);
    } catch (error) {
      this.logger.error(error);
      const ending = signal.aborted ? timeoutEnding(request.signal) : endingOfError(error);
      return prepared === undefined ? ending : await this.salvage(prepared, ending);
    } finally {
      await prepared?.workspace.close();
    }
  }

  private async workOn(run: PreparedRun): Promise<RunEnding> {
    if (run.checkout.pushed !== null) return this.resume.take(run, run.checkout.pushed);
    await this.baseline.take(run);
    const working = await this.implement.begin(run);
    const [start, ending] = await this.change(working);
    return this.show(run, await this.proof.take(run, start, ending));
  }

  /** Servers of tools end with the agent's work, so that nothing of them runs beside the proof. */
  private async change(run: WorkingRun) {
    try {
      const start = await this.proof.keep(run);
      return [start, await this.fix.take(run)] as const;
    } finally {
      await run.servers.close();
    }
  }

  private show(run: PreparedRun, ending: RunEnding): Promise<RunEnding> {
    return withSpan({ name: 'publish' }, () => this.publish.take(run, ending));
  }

  /** Publishes what a failed run has, unless publishing is what failed. */
  private async salvage(run: PreparedRun, ending: RunEnding): Promise<RunEnding> {
    if (run.facts.headSha !== null || ending.status === 'policy') return ending;
    try {
      return await this.show(run, ending);
    } catch (error) {
      this.logger.error(error);
      return ending;
    }
  }
}

function timeoutEnding(outer: AbortSignal): RunEnding {
  return {
    status: 'timeout',
    message: outer.aborted ? 'the run was told to stop' : 'the run reached its deadline',
  };
}
