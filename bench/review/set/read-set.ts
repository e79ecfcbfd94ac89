import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { reviewCase, type Expected, type ReviewCase } from './review-case';

/** One change to be reviewed. `expected` is null for a good one. */
export interface SeededDiff {
  /** The case and the kind: `fee-in-cents/bad`. */
  readonly id: string;
  readonly class: string;
  readonly of: ReviewCase;
  readonly diff: string;
  readonly expected: Expected | null;
}

/** All of them; `version` is a hash of the files, so that a recording belongs to the set that it was made with. */
export interface ReviewSet {
  readonly version: string;
  readonly diffs: readonly SeededDiff[];
}

const CASES = 'bench/review/set/cases';

/** The changes of a case. */
function diffsOf(of: ReviewCase): SeededDiff[] {
  const { id, bad, good } = of;
  const common = { class: of.class, of };
  return [
    ...(bad === undefined ? [] : [{ ...common, id: `${id}/bad`, diff: bad.diff, expected: bad.expected }]),
    ...(good === undefined ? [] : [{ ...common, id: `${id}/good`, diff: good.diff, expected: null }]),
  ];
}

/** @throws ZodError for a case that is none. */
export function readSet(folder = CASES): ReviewSet {
  const texts = readdirSync(folder)
    .toSorted()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return {
    version: createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16),
    diffs: texts.flatMap((text) => diffsOf(reviewCase.parse(parse(text)))),
  };
}
