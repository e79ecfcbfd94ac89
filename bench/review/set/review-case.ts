import { z } from 'zod';
import { FINDING_SEVERITIES } from '@anton/contracts';

const text = z.string().min(1);

/** First and last line of the new file, from 1. */
const range = z
  .tuple([z.int().min(1), z.int().min(1)])
  .refine(([from, to]) => from <= to, 'ends before it begins');

/** What a reviewer has to find: any finding that blocks and touches one of the ranges counts. */
const expected = z.strictObject({
  file: text,
  lines: z.array(range).min(1),
  category: z.enum([
    'correctness',
    'security',
    'data_loss',
    'concurrency',
    'performance',
    'compatibility',
    'tests',
  ]),
  severity: z.enum(FINDING_SEVERITIES).exclude(['medium', 'low']),
});

/** A unified diff as `git diff` writes it. */
const diff = z.string().startsWith('diff --git a/');

/** A file of set/cases: a ticket on a small repository with a wrong and a right change for it, or one of the two. */
export const reviewCase = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]+$/),
    /** What the wrong change does wrong, or what makes a good one look odd. */
    class: z.string().regex(/^[a-z][a-z_]+$/),
    language: z.enum(['java', 'typescript', 'python', 'go']),
    ticket: z.strictObject({ title: text, description: text, acceptance: z.array(text).min(1) }),
    /** The test that is red before the change; without it the checks are green before, too. Both changes make it green. */
    failing: z.strictObject({ test: text, detail: text }).optional(),
    /** The repository before the change, by path. */
    base: z.record(text, text),
    bad: z.strictObject({ why: text, expected, diff }).optional(),
    good: z.strictObject({ note: text, diff }).optional(),
  })
  .refine(({ bad, good }) => bad !== undefined || good !== undefined, 'has neither a bad nor a good change');

export type ReviewCase = z.output<typeof reviewCase>;
export type Expected = z.output<typeof expected>;
