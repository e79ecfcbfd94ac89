import type { ReviewFinding } from '@anton/agent';
import type { Opinion } from '../recording/opinion';
import type { SeededDiff } from '../set/read-set';
import type { Expected } from '../set/review-case';
import type { Share } from './wilson';

/**
 * What became of a change. `other_reason`: a bad one was rejected, but by no finding on the lines that are wrong.
 * `unavailable`: there was no answer; that counts in no rate.
 */
export type Outcome = 'caught' | 'other_reason' | 'missed' | 'passed' | 'false_reject' | 'unavailable';

/** A change with what became of it. */
interface Judged {
  readonly diff: SeededDiff;
  readonly opinion: Opinion;
  readonly outcome: Outcome;
}

/** The rates of a group of changes; each of those that were answered. */
export interface Rates {
  /** Of the bad ones. */
  readonly caught: Share;
  readonly otherReason: Share;
  /** Of the good ones. */
  readonly falseRejects: Share;
}

/** What a set of reviews is worth. */
export interface Score extends Rates {
  readonly judged: readonly Judged[];
  readonly byLanguage: ReadonlyMap<string, Rates>;
  readonly byClass: ReadonlyMap<string, Rates>;
  readonly unavailable: number;
  readonly calls: number;
  /** US dollars by the price table, and the reviews whose price is not known: they are not in it. */
  readonly usd: number;
  readonly unpriced: number;
}

function hits(expected: Expected, { file, startLine, endLine }: ReviewFinding): boolean {
  const path = file.replace(/^(?:\.|[ab])\//, '');
  const isNear = ([from, to]: readonly [number, number]): boolean => startLine <= to && endLine >= from;
  return (file === expected.file || path === expected.file) && expected.lines.some(isNear);
}

/** What became of one change. */
export function outcomeOf(
  { expected }: Pick<SeededDiff, 'expected'>,
  { answer }: Pick<Opinion, 'answer'>,
): Outcome {
  if (answer.kind === 'unavailable') return 'unavailable';
  const isRejected = answer.verdict === 'rejected';
  if (expected === null) return isRejected ? 'false_reject' : 'passed';
  if (!isRejected) return 'missed';
  return answer.blocking.some((finding) => hits(expected, finding)) ? 'caught' : 'other_reason';
}

function ratesOf(judged: readonly Judged[]): Rates {
  const answered = judged.filter(({ outcome }) => outcome !== 'unavailable');
  const bad = answered.filter(({ diff }) => diff.expected !== null);
  const good = answered.filter(({ diff }) => diff.expected === null);
  const share = (all: readonly Judged[], wanted: Outcome): Share => ({
    hits: all.filter(({ outcome }) => outcome === wanted).length,
    of: all.length,
  });
  return {
    caught: share(bad, 'caught'),
    otherReason: share(bad, 'other_reason'),
    falseRejects: share(good, 'false_reject'),
  };
}

function grouped(judged: readonly Judged[], groupOf: (diff: SeededDiff) => string): Map<string, Rates> {
  const groups = Map.groupBy(judged, ({ diff }) => groupOf(diff));
  return new Map(
    [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => [name, ratesOf(group)]),
  );
}

/** Holds reviews against what is known of the changes; there is one for every change. */
export function scoreOf(diffs: readonly SeededDiff[], opinions: readonly Opinion[]): Score {
  const byId = new Map(opinions.map((opinion) => [opinion.id, opinion]));
  const judged = diffs.flatMap((diff): Judged[] => {
    const opinion = byId.get(diff.id);
    return opinion === undefined ? [] : [{ diff, opinion, outcome: outcomeOf(diff, opinion) }];
  });
  const all = judged.map(({ opinion }) => opinion);
  return {
    ...ratesOf(judged),
    judged,
    byLanguage: grouped(judged, ({ of }) => of.language),
    byClass: grouped(judged, (diff) => diff.class),
    unavailable: judged.filter(({ outcome }) => outcome === 'unavailable').length,
    calls: all.reduce((sum, { calls }) => sum + calls, 0),
    usd: all.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
    unpriced: all.filter(({ usd }) => usd === null).length,
  };
}
