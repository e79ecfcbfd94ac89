import { ReviewerModel, type ModelReply, type ToolDefinition } from '@anton/models';
import { ToolRunner } from '../loop/calls/tool-runner';
import { textOf } from '../loop/reply-blocks';
import { REVIEWER_SYSTEM_PROMPT, reviewMessage } from '../prompt/review.prompt';
import { readReview, REVIEW_SCHEMA, type ModelReview } from './review-answer';
import { ReviewTalk } from './review-talk';
import {
  Reviewer,
  ReviewerProvider,
  type ReviewAnswer,
  type ReviewFinding,
  type ReviewRequest,
} from './reviewer.port';
import { verdictOf } from './verdict';

const MAX_TOKENS = 16_000;
/** Field note agent-loop 5.4, item 20: an invalid answer is asked for twice more. */
const TRIES = 3;

type Unavailable = Extract<ReviewAnswer, { kind: 'unavailable' }>;

/**
 * The shipped reviewer: another vendor's model reads the diff, looks up what it needs in the checkout, and answers in
 * a strict schema; code judges.
 */
@ReviewerProvider('diff', { order: 10 })
export class DiffReviewer extends Reviewer {
  constructor(
    private readonly model: ReviewerModel,
    private readonly runner: ToolRunner,
  ) {
    super();
  }

  override async review(request: ReviewRequest): Promise<ReviewAnswer> {
    const earlier = [...new Map(request.earlier.map((finding) => [finding.id, finding])).values()];
    const answer = await this.ask(request, earlier);
    return 'kind' in answer ? answer : this.judge(request, earlier, answer);
  }

  private async ask(
    request: ReviewRequest,
    earlier: readonly ReviewFinding[],
  ): Promise<ModelReview | Unavailable> {
    const talk = new ReviewTalk(request, reviewMessage(request, earlier), this.runner);
    for (let attempt = 1; attempt <= TRIES;) {
      const tools = talk.definitions();
      const reply = await this.send(request, talk, tools);
      if ('kind' in reply) return reply;
      if (reply.stopReason === 'refusal') return unavailable('the reviewer refused to answer');
      if (reply.stopReason === 'tool_use' && tools.length > 0) {
        await talk.lookUp(reply);
        continue;
      }
      const review = readReview(textOf(reply), earlier);
      if (review !== null) return review;
      attempt += 1;
    }
    return unavailable(`the reviewer gave no valid answer in ${TRIES} tries`);
  }

  /** Any failure to get an answer is `unavailable`: it says nothing about the change. */
  private async send(
    request: ReviewRequest,
    talk: ReviewTalk,
    tools: readonly ToolDefinition[],
  ): Promise<ModelReply | Unavailable> {
    const { budget, route, signal } = request;
    const exceeded = budget.exceeded(new Date(), 'reviewer')?.reason ?? talk.exceeded;
    if (exceeded !== null) return unavailable(exceeded);
    try {
      const reply = await this.model.send({
        model: route.models.reviewer,
        fallbackModel: route.models.reviewerFallback ?? undefined,
        system: REVIEWER_SYSTEM_PROMPT,
        turns: talk.turns,
        ...(tools.length > 0 && { tools }),
        answer: { name: 'review', schema: REVIEW_SCHEMA },
        maxTokens: MAX_TOKENS,
        effort: 'high',
        signal,
      });
      budget.spend('reviewer', reply);
      talk.spend(reply);
      return reply;
    } catch (error) {
      return unavailable(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * New findings get ids of this round, so that no id means two things. What is an earlier one is said by the run, not
   * by the model: it cannot settle a finding that nobody knows.
   */
  private judge(
    request: ReviewRequest,
    earlier: readonly ReviewFinding[],
    { earlier: states, findings, summary }: ModelReview,
  ): ReviewAnswer {
    const known = new Set(earlier.map(({ id }) => id));
    const repeated = new Map(findings.map((finding) => [finding.id, finding]));
    const standing = earlier
      .filter(({ id }) => states.get(id) === 'not_fixed')
      .map((finding) => repeated.get(finding.id) ?? finding);
    const fresh = findings
      .filter(({ id }) => !known.has(id))
      .map((finding, index) => ({ ...finding, id: `r${request.round}-${index + 1}` }));
    const verdict = verdictOf(fresh, request.diff, { previousDiff: request.previousDiff, standing });
    const withdrawn = earlier.map(({ id }) => id).filter((id) => states.get(id) === 'disputed');
    return { kind: 'reviewed', ...verdict, withdrawn, summary };
  }
}

function unavailable(reason: string): Unavailable {
  return { kind: 'unavailable', reason };
}
