import { Injectable } from '@nestjs/common';
import { failingChecksMessage, findingsMessage, type LoopOutcome, type ReviewAnswer } from '@anton/agent';
import type { RunEnding } from '../facts/run-facts';
import type { WorkingRun } from '../prepared-run';
import { GateStep, type Gate } from './gate.step';
import { ImplementStep } from './implement.step';
import { ReviewStep } from './review.step';

/** `agent-loop` 5.1: one full review and two delta reviews. */
const MAX_REVIEW_ROUNDS = 3;
/** How often the agent may hand over red checks before the run ends as a draft. */
const MAX_RED_GATES = 4;

/** Edit, gate, review, until the change is approved or a bound is reached. */
@Injectable()
export class FixStep {
  constructor(
    private readonly implement: ImplementStep,
    private readonly gate: GateStep,
    private readonly review: ReviewStep,
  ) {}

  async take(run: WorkingRun): Promise<RunEnding> {
    let outcome = await this.implement.work(run, run.context.route.models.coder);
    for (;;) {
      const gate = await this.untilGreen(run, outcome);
      if ('status' in gate) return gate;
      const answer = await this.review.take(run, gate);
      run.signal.throwIfAborted();
      const ending = this.endingOf(run, answer);
      if (ending !== null) return ending;
      run.facts.budget?.openRound();
      outcome = await this.implement.work(
        run,
        `fix round ${run.facts.review.rounds}`,
        findingsMessage(run.facts.review.open),
      );
    }
  }

  /** Works on until the checks pass; an ending when they never do, or when there is nothing to check. */
  private async untilGreen(run: WorkingRun, first: LoopOutcome): Promise<Gate | RunEnding> {
    let outcome = first;
    for (let red = 1; ; red += 1) {
      if (outcome.kind === 'stopped') return { status: outcome.status, message: outcome.reason };
      const gate = await this.gate.take(run);
      const nothing = this.endingWithoutChange(run, gate, outcome);
      if (nothing !== null) return nothing;
      if (gate.checks.outcome === 'passed' || gate.checks.outcome === 'not_run') return gate;
      if (red === MAX_RED_GATES) return { status: 'tests_failing', message: redWords(gate) };
      outcome = await this.implement.work(
        run,
        `checks are red, try ${red}`,
        failingChecksMessage(gate.checks),
      );
    }
  }

  private endingWithoutChange(
    run: WorkingRun,
    gate: Gate,
    outcome: Extract<LoopOutcome, { kind: 'finished' }>,
  ): RunEnding | null {
    if (gate.diff.files.length > 0 && gate.diff.treeSha !== run.facts.startTree) return null;
    return outcome.claim.outcome === 'no_change_needed'
      ? { status: 'no_change_needed', message: outcome.claim.summary }
      : { status: 'stuck', message: `the agent ended without a change: ${outcome.claim.summary}` };
  }

  /** Null when another round of fixing follows. */
  private endingOf(run: WorkingRun, answer: ReviewAnswer): RunEnding | null {
    if (answer.kind === 'unavailable')
      return { status: 'pr_opened', message: `not reviewed: ${answer.reason}` };
    if (answer.verdict === 'approved') return { status: 'pr_opened', message: 'approved' };
    if (run.facts.review.rounds < MAX_REVIEW_ROUNDS) return null;
    const titles = run.facts.review.open.map((finding) => finding.title).join('; ');
    return { status: 'review_rejected', message: `rejected in ${MAX_REVIEW_ROUNDS} rounds, open: ${titles}` };
  }
}

function redWords({ checks }: Gate): string {
  if (checks.outcome === 'timed_out')
    return `the checks did not end within ${Math.round(checks.durationMs / 1000)} s`;
  const names = checks.failures.map((failure) => failure.id).join(', ');
  return `the checks are red (exit ${checks.exitCode ?? 'none'})${names === '' ? '' : `: ${names}`}`;
}
