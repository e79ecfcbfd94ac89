import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { parse as parseJson } from 'secure-json-parse';
import { z } from 'zod';
import { InvalidRunError } from '../../harness/invalid-run.error';
import type { ReviewSet } from '../set/read-set';
import type { Opinion } from './opinion';

const head = z.strictObject({
  kind: z.literal('anton.review.recording'),
  /** The version of the set, which the answers are about. */
  set: z.string(),
  model: z.string(),
  /** Host of the API that answered. */
  host: z.string(),
  at: z.iso.datetime(),
});

/** The first line of a recording: what answered, when, and to which set. */
export type RecordingHead = z.output<typeof head>;

const finding = z.looseObject({ file: z.string(), startLine: z.number(), endLine: z.number() });
const opinion = z.looseObject({
  id: z.string(),
  answer: z.discriminatedUnion('kind', [
    z.looseObject({
      kind: z.literal('reviewed'),
      verdict: z.enum(['approved', 'rejected']),
      blocking: z.array(finding),
      others: z.array(finding),
    }),
    z.looseObject({ kind: z.literal('unavailable'), reason: z.string() }),
  ]),
  calls: z.number(),
  usd: z.number().nullable(),
});

/** A file that takes one answer a line, as they come: a call that was paid for is kept, whatever happens next. */
export class Recording {
  private constructor(private readonly file: string) {}

  static begin(file: string, first: RecordingHead): Recording {
    writeFileSync(file, `${JSON.stringify(first)}\n`, { flag: 'wx' });
    return new Recording(file);
  }

  add(given: Opinion): void {
    appendFileSync(this.file, `${JSON.stringify(given)}\n`);
  }
}

function lineOf(text: string, file: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new InvalidRunError(`${file} has a line that is no JSON`, 'Record again with --live.');
  }
}

/** Reads a recording of exactly this set. @throws InvalidRunError */
export function readRecording(
  file: string,
  { version, diffs }: ReviewSet,
): { readonly head: RecordingHead; readonly opinions: readonly Opinion[] } {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const first = head.safeParse(lineOf(lines[0] ?? '', file));
  if (!first.success)
    throw new InvalidRunError(`${file} is no recording`, 'Give a file that --live has written.');
  if (first.data.set !== version)
    throw new InvalidRunError(
      `${file} was recorded with another set (${first.data.set}, this is ${version})`,
      'Record again: what is expected and answers belong together.',
    );
  const opinions = lines.slice(1).map((line) => {
    const value = lineOf(line, file);
    if (!opinion.safeParse(value).success)
      throw new InvalidRunError(`${file} has a line that is no review`, 'Record again with --live.');
    return value as Opinion;
  });
  const known = new Set(opinions.map(({ id }) => id));
  const missing = diffs.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  if (missing.length > 0 || known.size !== opinions.length || known.size !== diffs.length)
    throw new InvalidRunError(
      `${file} is not one review a change: ${missing.length} are missing`,
      `The run did not end, or was written twice. Missing: ${missing.slice(0, 5).join(', ') || 'none'}.`,
    );
  return { head: first.data, opinions };
}
