import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { parseRouteDecision } from '@anton/contracts';
import { parse as parseJson } from 'secure-json-parse';
import { z } from 'zod';
import { InvalidRunError } from '../../harness/invalid-run.error';
import type { LabelledSet } from '../set/read-set';
import type { Decision } from './decision';

const head = z.strictObject({
  kind: z.literal('anton.routing.recording'),
  /** The version of the set, which the answers are about. */
  set: z.string(),
  model: z.string(),
  /** Host of the API that answered. */
  host: z.string(),
  at: z.iso.datetime(),
});

/** The first line of a recording: what answered, when, and to which set. */
export type RecordingHead = z.output<typeof head>;

/** A file that takes one answer a line, as they come: a call that was paid for is kept, whatever happens next. */
export class Recording {
  private constructor(private readonly file: string) {}

  static begin(file: string, first: RecordingHead): Recording {
    writeFileSync(file, `${JSON.stringify(first)}\n`, { flag: 'wx' });
    return new Recording(file);
  }

  add(decision: Decision): void {
    appendFileSync(this.file, `${JSON.stringify(decision)}\n`);
  }
}

function lineOf(text: string, file: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new InvalidRunError(
      `${file} has a line that is no JSON`,
      'Record again with --live --record FILE.',
    );
  }
}

/** Reads a recording of exactly this set. @throws InvalidRunError */
export function readRecording(
  file: string,
  { version, tasks }: LabelledSet,
): { readonly head: RecordingHead; readonly decisions: readonly Decision[] } {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const first = head.safeParse(lineOf(lines[0] ?? '', file));
  if (!first.success)
    throw new InvalidRunError(
      `${file} is no recording`,
      'Give a file that --live --record FILE has written.',
    );
  if (first.data.set !== version)
    throw new InvalidRunError(
      `${file} was recorded with another set (${first.data.set}, this is ${version})`,
      'Record again: labels and answers belong together.',
    );
  const decisions = lines.slice(1).map((line) => lineOf(line, file) as Decision);
  for (const { route } of decisions) parseRouteDecision(route);
  const known = new Set(decisions.map(({ id }) => id));
  const missing = tasks.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  if (missing.length > 0 || known.size !== decisions.length || known.size !== tasks.length)
    throw new InvalidRunError(
      `${file} is not one answer a task: ${missing.length} are missing`,
      `The run did not end, or was written twice. Missing: ${missing.slice(0, 5).join(', ') || 'none'}.`,
    );
  return { head: first.data, decisions };
}
