import { z } from 'zod';
import { COMPLEXITIES, RISKS, ROUTE_VERDICTS } from '@anton/contracts';
import type { JsonSchema } from '@anton/models';

/** What the model may choose from; all of it is the catalog's. */
export interface Choices {
  readonly templates: readonly string[];
  readonly skills: readonly string[];
}

/** What the model decides. It names no repository, model, image, limit or command: those are the catalog's. */
export interface RouterAnswer {
  readonly verdict: (typeof ROUTE_VERDICTS)[number];
  readonly template: string;
  readonly skills: readonly string[];
  readonly complexity: (typeof COMPLEXITIES)[number];
  readonly risk: (typeof RISKS)[number];
  readonly confidence: number;
  readonly reason: string;
  readonly question: string;
}

/** The schema that the vendor enforces: closed, every property required. */
export function answerSchema({ templates, skills }: Choices): JsonSchema {
  const skillItems = skills.length === 0 ? { type: 'string' } : { type: 'string', enum: skills };
  const properties = {
    verdict: { type: 'string', enum: [...ROUTE_VERDICTS] },
    template: { type: 'string', enum: [...templates] },
    skills: { type: 'array', items: skillItems },
    complexity: { type: 'string', enum: [...COMPLEXITIES] },
    risk: { type: 'string', enum: [...RISKS] },
    confidence: { type: 'number' },
    reason: { type: 'string' },
    question: { type: 'string' },
  };
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

const MAX_TEXT = 2_000;
const text = z.string().transform((value) => value.slice(0, MAX_TEXT));

/** Checks the answer once more by code: a schema on the other side of the wire is a promise, not a fact. */
export function readAnswer(raw: string, { templates, skills }: Choices): RouterAnswer | null {
  const schema = z.strictObject({
    verdict: z.enum(ROUTE_VERDICTS),
    template: z.string().refine((name) => templates.includes(name)),
    skills: z.array(z.string().refine((name) => skills.includes(name))).max(10),
    complexity: z.enum(COMPLEXITIES),
    risk: z.enum(RISKS),
    confidence: z.number().min(0).max(1),
    reason: text,
    question: text,
  });
  try {
    const parsed = schema.safeParse(JSON.parse(raw));
    if (!parsed.success) return null;
    return parsed.data.verdict === 'needs_info' && parsed.data.question.trim() === '' ? null : parsed.data;
  } catch {
    return null;
  }
}
