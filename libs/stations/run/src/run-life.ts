import { Injectable, Logger } from '@nestjs/common';
import { abandoned, CATCH_UP_MS, type EarlierLives } from '@anton/agent';
import { Redactor, withSpan } from '@anton/platform';
import { makeRunFolders } from './context/run-folders';
import { BlockedHostsOfRun } from './facts/blocked-hosts';
import { Progress, type LineSink } from './facts/progress';
import type { RunEnding, RunFacts } from './facts/run-facts';
import { endingOfError } from './facts/status-of-error';
import type { PreparedRun, WorkingRun } from './prepared-run';
import type { RunTaskRequest } from './run-task-request';
import { BaselineStep } from './steps/baseline.step';
import { CheckoutStep } from './steps/checkout.step';
import { FixStep } from './steps/fix.step';
import { ImplementStep } from './steps/implement.step';
import { KeepStep } from './steps/keep.step';
import { NotResumableError } from './steps/not-resumable.error';
import { ProofStep } from './steps/proof.step';
import { PublishStep } from './steps/publish.step';
import { ResumeStep } from './steps/resume.step';
import type { RecordedRun } from './trajectory/recorded-run';

const MS_PER_MINUTE = 60_000;
const DEADLINE: RunEnding = { status: 'timeout', message: 'the run reached its deadline' };

/** Takes the steps of one life of a run. Never throws. */
@Injectable()
export class RunLife {
  private readonly logger = new Logger(RunLife.name);

  constructor(
    private readonly checkout: CheckoutStep,
    private readonly baseline: BaselineStep,
    private readonly implement: ImplementStep,
    private readonly fix: FixStep,
    private readonly proof: ProofStep,
    private readonly publish: PublishStep,
    private readonly resume: ResumeStep,
    private readonly keep: KeepStep,
    private readonly blocked: BlockedHostsOfRun,
    private readonly redactor: Redactor,
  ) {}

  /** How the run ends; or what another life goes on from, when this one could not repeat what was before it. */
  async take(
    request: RunTaskRequest,
    facts: RunFacts,
    record: RecordedRun,
    lives: EarlierLives,
  ): Promise<RunEnding | EarlierLives> {
    const { context, signal: stop } = request;
    const sink: LineSink = (line) => {
      record.progress(line);
      request.sink(line);
    };
    const end = facts.startedAt.getTime() + context.route.limits.minutes * MS_PER_MINUTE;
    const least = lives.kind === 'continued' ? CATCH_UP_MS : 0;
    const signal = AbortSignal.any([stop, AbortSignal.timeout(Math.max(least, end - Date.now()))]);
    const progress = new Progress(context.route, sink, this.redactor);
    const { trajectory } = record;
    record.stopsAt(stop);
    let prepared: PreparedRun | undefined;
    try {
      const folders = await makeRunFolders(request.work, { anew: lives.kind === 'anew' });
      const state = { context, folders, facts, progress, trajectory, lives, signal, stop };
      prepared = await this.checkout.take(state);
      return await this.workOn(prepared);
    } catch (error) {
      const again = againAfter(error, lives, record);
      if (again !== null) return again;
      if (stop.aborted && facts.headSha === null) return await this.stopped(prepared, facts);
      this.logger.error(error);
      const ending = signal.aborted ? DEADLINE : endingOfError(error);
      return prepared === undefined ? ending : await this.salvage(prepared, ending);
    } finally {
      await prepared?.place.close();
    }
  }

  private async workOn(run: PreparedRun): Promise<RunEnding> {
    if (run.checkout.pushed !== null) {
      const ending = await this.resume.take(run, run.checkout.pushed);
      await this.keep.drop(run);
      return ending;
    }
    await this.baseline.take(run);
    const isKept = await this.proof.keep(run);
    const ending = await this.change(await this.implement.begin(run));
    run.stop.throwIfAborted();
    const proven = await this.proof.take(run, isKept, ending);
    run.stop.throwIfAborted();
    return this.show(run, proven);
  }

  /** What there is stays for the next attempt. */
  private stopped(run: PreparedRun | undefined, facts: RunFacts): Promise<RunEnding> {
    facts.isResumable = true;
    return this.keep.take(run);
  }

  /** Servers of tools end with the agent's work, so that nothing of them runs beside the proof. */
  private async change(run: WorkingRun): Promise<RunEnding> {
    try {
      const ending = await this.fix.take(run);
      run.trajectory.journal.leave(run.signal);
      return ending;
    } finally {
      await run.servers.close();
    }
  }

  private async show(run: PreparedRun, ending: RunEnding): Promise<RunEnding> {
    await this.blocked.learn(run.facts);
    const shown = await withSpan({ name: 'publish' }, () => this.publish.take(run, ending));
    await this.keep.drop(run);
    return shown;
  }

  /** Publishes what a failed run has, unless publishing is what failed. */
  private async salvage(run: PreparedRun, ending: RunEnding): Promise<RunEnding> {
    if (run.facts.headSha !== null || ending.status === 'policy') return ending;
    run.trajectory.journal.end();
    try {
      return await this.show(run, ending);
    } catch (error) {
      this.logger.error(error);
      return ending;
    }
  }
}

/** What to go on from when a life cannot be repeated; null for every other error. */
function againAfter(error: unknown, lives: EarlierLives, { trajectory }: RecordedRun): EarlierLives | null {
  if (lives.kind !== 'continued') return null;
  const reason = error instanceof NotResumableError ? error : trajectory.journal.divergence;
  return reason === null ? null : abandoned(lives, reason.message, trajectory.events);
}
