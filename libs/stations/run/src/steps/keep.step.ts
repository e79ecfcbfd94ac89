import { Injectable, Logger } from '@nestjs/common';
import { keptRef } from '@anton/codehost';
import { Redactor } from '@anton/platform';
import type { RunEnding } from '../facts/run-facts';
import { refusalOf } from '../policy/change-policy';
import type { PreparedRun } from '../prepared-run';

/** Whoever stops a run waits 25 s: aborting the work takes 2 s at most, and the report needs a moment. */
const PUSH_TIMEOUT_MS = 12_000;
const DROP_TIMEOUT_MS = 30_000;
const STOPPED = 'the run was told to stop';

/** Keeps the unfinished work of a run that is told to stop on a ref of the code host, and takes it away again. */
@Injectable()
export class KeepStep {
  private readonly logger = new Logger(KeepStep.name);

  constructor(private readonly redactor: Redactor) {}

  /** Never throws, and takes no longer than its push may: nobody waits for it for ever. */
  async take(run: PreparedRun | undefined): Promise<RunEnding> {
    try {
      const kept = run === undefined ? null : await this.keep(run);
      return { status: 'timeout', message: `${STOPPED}; ${kept ?? 'it had changed nothing'}` };
    } catch (error) {
      this.logger.error(error);
      const reason = error instanceof Error ? error.message : String(error);
      return { status: 'timeout', message: `${STOPPED}; its work could not be kept: ${reason}` };
    }
  }

  /** After the pull request stands. A ref that stays does no harm: it is looked at by an attempt of the same task only. */
  async drop(run: PreparedRun): Promise<void> {
    const { keptSha } = run.facts;
    if (keptSha === null || run.facts.pullRequest === null) return;
    try {
      await run.host.dropKept(run.checkout, keptSha, AbortSignal.timeout(DROP_TIMEOUT_MS));
    } catch (error) {
      this.logger.warn(`${keptRef(run.checkout.taskId)} stays at the code host: ${String(error)}`);
    }
  }

  /** Null when there is nothing. */
  private async keep(run: PreparedRun): Promise<string | null> {
    const { checkout, context, facts, host, trajectory } = run;
    if (facts.startTree === null) return null;
    trajectory.journal.end();
    const diff = await host.diff(checkout);
    if (diff.files.length === 0 || diff.treeSha === facts.startTree) return null;
    const refusal = refusalOf(diff, context.route.protectedPaths, this.redactor);
    if (refusal !== null) return `its work is not kept: ${refusal}`;
    const { taskId } = context.task;
    const commit = {
      treeSha: diff.treeSha,
      subject: 'Unfinished work',
      body: 'Of a run that was told to stop; its next attempt goes on from here.',
      trailers: { 'Anton-Task': taskId, 'Anton-Attempt': String(context.route.attempt) },
    };
    const signal = AbortSignal.timeout(PUSH_TIMEOUT_MS);
    facts.keptSha = await host.keep(checkout, commit, facts.keptSha, signal);
    return `its work is kept at ${keptRef(taskId)}, where the next attempt goes on`;
  }
}
