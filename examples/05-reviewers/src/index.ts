import { Injectable, Module } from '@nestjs/common';
import {
  defineExtension,
  Reviewer,
  ReviewerProvider,
  verdictOf,
  type ReviewAnswer,
  type ReviewFinding,
  type ReviewRequest,
} from '@anton/sdk';

/** What one of our rules says of a line that breaks it. */
type Rule = Pick<ReviewFinding, 'severity' | 'category' | 'title' | 'failureScenario' | 'fixHint'> & {
  /** A ripgrep regular expression. */
  readonly pattern: string;
};

/** Every line that breaks the rule; `verdictOf` keeps those that the change touches, and judges as Anton does. */
async function reviewBy(rule: Rule, { workspace, diff, signal }: ReviewRequest): Promise<ReviewAnswer> {
  const { pattern, ...said } = rule;
  const { matches } = await workspace.grep({ pattern, maxMatches: 200, timeoutMs: 30_000, signal });
  const findings = matches.map(({ path, line }) => ({
    ...said,
    id: `${path}:${line}`,
    file: path,
    startLine: line,
    endLine: line,
    confidence: 1,
  }));
  return { kind: 'reviewed', ...verdictOf(findings, diff), summary: '' };
}

/** Rejects what is loaded without TLS. */
@Injectable()
@ReviewerProvider('security')
export class SecurityReviewer extends Reviewer {
  review(request: ReviewRequest): Promise<ReviewAnswer> {
    const rule: Rule = {
      pattern: '(src|href|longdesc)="http://',
      severity: 'high',
      category: 'security',
      title: 'Loaded without TLS',
      failureScenario: 'Anybody on the way can replace it.',
      fixHint: 'Use https.',
    };
    return reviewBy(rule, request);
  }
}

/** Remarks on style; they reject nothing. */
@Injectable()
@ReviewerProvider('style')
export class StyleReviewer extends Reviewer {
  review(request: ReviewRequest): Promise<ReviewAnswer> {
    const rule: Rule = {
      pattern: ' style="',
      severity: 'low',
      category: 'house_rules',
      title: 'Style in the page',
      failureScenario: 'The design cannot be changed in one place.',
      fixHint: 'Use a class.',
    };
    return reviewBy(rule, request);
  }
}

@Module({ providers: [SecurityReviewer, StyleReviewer] })
export class ReviewersModule {}

export const extension = defineExtension({ runner: [ReviewersModule] });
