import { z } from 'zod';
import { COMPLEXITIES, RISKS, ROUTE_VERDICTS } from '@anton/contracts';
import type { JsonSchema } from '@anton/models';
import { visibleText } from '@anton/platform';
import type { Choices } from './choices';

/** Characters of the model's reason and question that are kept. */
const MAX_TEXT = 1_000;
const MAX_SKILLS = 10;

/** One line of text that a person reads: the model may repeat in it what a stranger wrote. */
const line = z.string().transform((text) => visibleText(text).replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT));

const oneOf = (names: readonly string[]) =>
  z
    .string()
    .refine((name) => names.includes(name), `is not one of: ${names.join(', ') || 'none is offered'}`);

const answerOf = ({ templates, skills }: Choices) =>
  z
    .strictObject({
      verdict: z.enum(ROUTE_VERDICTS),
      template: oneOf(templates),
      skills: z.array(oneOf(skills)).max(MAX_SKILLS),
      complexity: z.enum(COMPLEXITIES),
      risk: z.enum(RISKS),
      confidence: z.number().min(0).max(1),
      reason: line,
      question: line,
    })
    .refine(({ verdict, question }) => verdict !== 'needs_info' || question !== '', {
      path: ['question'],
      message: 'must be asked when the verdict is needs_info',
    });

/** What the model decides. It names no repository, model, image, limit or command: those are the catalog's. */
export type RouterAnswer = z.output<ReturnType<typeof answerOf>>;

/** An answer that can be used, or what is wrong with it; `problem` holds none of the answer's own text. */
export type ReadAnswer =
  | { readonly kind: 'usable'; readonly answer: RouterAnswer }
  | { readonly kind: 'unusable'; readonly problem: string };

/** The schema that the vendor enforces: closed, every property required. */
export function answerSchema({ templates, skills }: Choices): JsonSchema {
  const properties = {
    verdict: { type: 'string', enum: [...ROUTE_VERDICTS] },
    template: { type: 'string', enum: [...templates] },
    skills: {
      type: 'array',
      items: skills.length === 0 ? { type: 'string' } : { type: 'string', enum: [...skills] },
    },
    complexity: { type: 'string', enum: [...COMPLEXITIES] },
    risk: { type: 'string', enum: [...RISKS] },
    confidence: { type: 'number' },
    reason: { type: 'string' },
    question: { type: 'string' },
  };
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function problemOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return 'it has fields that nobody asked for';
  return `${issue.path.map(String).join('.') || 'the answer'}: ${issue.message}`;
}

/** Checks the answer once more by code: a schema on the other side of the wire is a promise, not a fact. */
export function readAnswer(text: string, choices: Choices): ReadAnswer {
  const value = jsonOf(text);
  if (value === undefined) return { kind: 'unusable', problem: 'it is no complete JSON' };
  const parsed = answerOf(choices).safeParse(value);
  if (parsed.success) return { kind: 'usable', answer: parsed.data };
  return { kind: 'unusable', problem: parsed.error.issues.map(problemOf).join('; ') };
}
