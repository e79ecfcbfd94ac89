import { ReviewerModel, type ModelReply } from '@anton/models';
import { REVIEWER_SYSTEM_PROMPT, reviewMessage } from '../prompt/review.prompt';
import { TAMPER } from '../tamper/tamper.reviewer';
import { readReview, REVIEW_SCHEMA, type ModelReview } from './review-answer';
import {
  Reviewer,
  ReviewerProvider,
  type ReviewAnswer,
  type ReviewFinding,
  type ReviewRequest,
} from './reviewer.port';
import { verdictOf } from './verdict';

const MAX_TOKENS = 16_000;
/** An invalid answer is asked for once more. */
const TRIES = 2;

type Unavailable = Extract<ReviewAnswer, { kind: 'unavailable' }>;

/** The shipped reviewer: another vendor's model reads the diff and answers in a strict schema; code judges. */
@ReviewerProvider('diff', { order: 10 })
export class DiffReviewer extends Reviewer {
  constructor(private readonly model: ReviewerModel) {
    super();
  }

  override async review(request: ReviewRequest): Promise<ReviewAnswer> {
    const own = request.earlier.filter(({ id }) => !id.startsWith(`${TAMPER}/`));
    const earlier = [...new Map(own.map((finding) => [finding.id, finding])).values()];
    const answer = await this.ask(request, earlier);
    return 'kind' in answer ? answer : this.judge(request, earlier, answer);
  }

  private async ask(
    request: ReviewRequest,
    earlier: readonly ReviewFinding[],
  ): Promise<ModelReview | Unavailable> {
    const text = reviewMessage(request, earlier);
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const reply = await this.send(request, text);
      if ('kind' in reply) return reply;
      if (reply.stopReason === 'refusal') return unavailable('the reviewer refused to answer');
      const review = readReview(textOf(reply), earlier);
      if (review !== null) return review;
    }
    return unavailable(`the reviewer gave no valid answer in ${TRIES} tries`);
  }

  /** Any failure to get an answer is `unavailable`: it says nothing about the change. */
  private async send(request: ReviewRequest, text: string): Promise<ModelReply | Unavailable> {
    const { budget, route, signal } = request;
    const exceeded = budget.exceeded(new Date(), 'reviewer');
    if (exceeded !== null) return unavailable(exceeded.reason);
    try {
      const reply = await this.model.send({
        model: route.models.reviewer,
        fallbackModel: route.models.reviewerFallback ?? undefined,
        system: REVIEWER_SYSTEM_PROMPT,
        turns: [{ role: 'user', blocks: [{ type: 'text', text }] }],
        answer: { name: 'review', schema: REVIEW_SCHEMA },
        maxTokens: MAX_TOKENS,
        effort: 'high',
        signal,
      });
      budget.spend('reviewer', reply);
      return reply;
    } catch (error) {
      return unavailable(error instanceof Error ? error.message : String(error));
    }
  }

  /** New findings get ids of this round, so that no id means two things. */
  private judge(
    request: ReviewRequest,
    earlier: readonly ReviewFinding[],
    { earlier: states, findings, summary }: ModelReview,
  ): ReviewAnswer {
    const repeated = new Map(findings.map((finding) => [finding.id, finding]));
    const standing = earlier
      .filter(({ id }) => states.get(id) === 'not_fixed')
      .map((finding) => repeated.get(finding.id) ?? finding);
    const fresh = findings
      .filter(({ id }) => !states.has(id))
      .map((finding, index) => ({ ...finding, id: `r${request.round}-${index + 1}` }));
    const verdict = verdictOf(fresh, request.diff, { previousDiff: request.previousDiff, standing });
    const withdrawn = earlier.map(({ id }) => id).filter((id) => states.get(id) === 'disputed');
    return { kind: 'reviewed', ...verdict, withdrawn, summary };
  }
}

function textOf({ blocks }: ModelReply): string {
  return blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');
}

function unavailable(reason: string): Unavailable {
  return { kind: 'unavailable', reason };
}
