import { Injectable } from '@nestjs/common';
import { ReviewPanel, type ReviewAnswer } from '@anton/agent';
import type { ReviewFacts, SettledFinding } from '../facts/run-facts';
import type { WorkingRun } from '../prepared-run';
import type { Gate } from './gate.step';
import { ofOneTree, readBase } from './review-tree';

type Reviewed = Extract<ReviewAnswer, { kind: 'reviewed' }>;

function words(answer: ReviewAnswer): string {
  if (answer.kind === 'unavailable') return `unavailable: ${answer.reason}`;
  const first = answer.blocking[0];
  return answer.verdict === 'approved' || first === undefined
    ? `approved: ${answer.summary}`
    : `rejected: ${first.title} (${first.file}:${first.startLine})`;
}

/** What was settled before and stays so, and what was open until now and is found no more. */
function settledBy({ open, settled }: ReviewFacts, answer: Reviewed): SettledFinding[] {
  const found = new Set([...answer.blocking, ...answer.others].map(({ id }) => id));
  const fresh = open
    .filter(({ id }) => !found.has(id))
    .map((finding): SettledFinding => {
      const isWithdrawn = answer.withdrawn?.includes(finding.id) === true;
      return { finding, how: isWithdrawn ? 'withdrawn' : 'fixed' };
    });
  return [...settled.filter(({ finding }) => !found.has(finding.id)), ...fresh];
}

/** Has another vendor's model judge the change that passed the gate. */
@Injectable()
export class ReviewStep {
  constructor(private readonly panel: ReviewPanel) {}

  async take(run: WorkingRun, gate: Gate): Promise<ReviewAnswer> {
    const { task, route } = run.context;
    const { review } = run.facts;
    review.rounds += 1;
    const known = this.known(run);
    const answer = await run.progress.stage(
      'review',
      `round ${review.rounds}, ${route.models.reviewer}`,
      async () => {
        const disputes = run.facts.disputes.take();
        return (
          known ??
          ofOneTree(run, () =>
            this.panel.review({
              task,
              route,
              diff: gate.diff.text,
              baseline: run.facts.baseline ?? gate.checks,
              final: gate.checks,
              round: review.rounds,
              // A remark that nobody took up is still one.
              earlier: [...review.open, ...review.remarks],
              previousDiff: review.seen,
              authorNote: run.facts.summary,
              disputes,
              workspace: run.workspace,
              readBase: (path) => readBase(run, path),
              budget: run.facts.budget ?? run.conversation.request.budget,
              signal: run.signal,
            }),
          )
        );
      },
      words,
      (result) => result.kind === 'reviewed' && result.verdict === 'approved',
    );
    if (known === null)
      run.trajectory.record(() => ({
        type: 'review',
        round: review.rounds,
        model: route.models.reviewer,
        answer,
      }));
    review.seen = gate.diff.text;
    review.verdict = answer.kind === 'unavailable' ? 'unavailable' : answer.verdict;
    review.unavailable = answer.kind === 'unavailable' ? answer.reason : '';
    if (answer.kind === 'reviewed') {
      review.settled = settledBy(review, answer);
      review.open = answer.blocking;
      review.remarks = answer.others;
      review.summary = answer.summary;
    }
    return answer;
  }

  /** The answer that an earlier life of the run paid for. */
  private known({ facts, trajectory }: WorkingRun): ReviewAnswer | null {
    const known = trajectory.journal.review();
    for (const { reply } of known?.answers ?? []) facts.budget?.spend('reviewer', reply);
    return known?.event.answer ?? null;
  }
}
