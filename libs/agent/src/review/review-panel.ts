import { Injectable } from '@nestjs/common';
import { mergedFindings } from './merged-findings';
import {
  ReviewerRegistry,
  type ReviewAnswer,
  type Reviewer,
  type ReviewFinding,
  type ReviewRequest,
} from './reviewer.port';

type Reviewed = Extract<ReviewAnswer, { kind: 'reviewed' }>;
type Named = { readonly name: string; readonly answer: ReviewAnswer };

/**
 * All reviewers as one: one rejection rejects; otherwise one reviewer that could not answer makes the panel
 * unavailable, never approved. Findings carry the reviewer's name in their id: `diff/r1-1`.
 */
@Injectable()
export class ReviewPanel {
  constructor(private readonly registry: ReviewerRegistry) {}

  async review(request: ReviewRequest): Promise<ReviewAnswer> {
    const answers = await Promise.all(
      this.registry.all().map(async ({ name, provider }) => ({
        name,
        answer: await this.ask(name, provider, request),
      })),
    );
    if (answers.length === 0) return { kind: 'unavailable', reason: 'no reviewer is registered' };
    const reviewed = answers.flatMap(({ answer }) => (answer.kind === 'reviewed' ? [answer] : []));
    const missing = answers.filter(({ answer }) => answer.kind === 'unavailable');
    if (missing.length > 0 && reviewed.every(({ verdict }) => verdict === 'approved'))
      return { kind: 'unavailable', reason: missing.map(reasonOf).join('; ') };
    return merge(reviewed, missing);
  }

  /** A reviewer that throws could not answer; that is no opinion. It is asked about its own earlier findings only. */
  private async ask(name: string, reviewer: Reviewer, request: ReviewRequest): Promise<ReviewAnswer> {
    const own = ({ id }: { readonly id: string }): boolean => id.startsWith(`${name}/`);
    const earlier = request.earlier.filter(own);
    const disputes = (request.disputes ?? []).filter(own);
    try {
      return qualified(name, await reviewer.review({ ...request, earlier, disputes }));
    } catch (error) {
      return { kind: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

function reasonOf({ name, answer }: Named): string {
  return `${name}: ${answer.kind === 'unavailable' ? answer.reason : answer.summary}`;
}

function qualified(name: string, answer: ReviewAnswer): ReviewAnswer {
  if (answer.kind === 'unavailable') return answer;
  const rename = (finding: ReviewFinding): ReviewFinding =>
    finding.id.startsWith(`${name}/`) ? finding : { ...finding, id: `${name}/${finding.id}` };
  return { ...answer, blocking: answer.blocking.map(rename), others: answer.others.map(rename) };
}

function merge(reviewed: readonly Reviewed[], missing: readonly Named[]): ReviewAnswer {
  const blocking = mergedFindings(reviewed.flatMap((answer) => answer.blocking));
  const all = mergedFindings([...blocking, ...reviewed.flatMap((answer) => answer.others)]);
  return {
    kind: 'reviewed',
    verdict: reviewed.some(({ verdict }) => verdict === 'rejected') ? 'rejected' : 'approved',
    blocking,
    others: all.filter((finding) => !blocking.includes(finding)),
    dropped: reviewed.reduce((sum, { dropped }) => sum + dropped, 0),
    withdrawn: reviewed.flatMap((answer) => answer.withdrawn ?? []),
    summary: [...reviewed.map(({ summary }) => summary), ...missing.map(reasonOf)]
      .filter((text) => text !== '')
      .join('\n'),
  };
}
