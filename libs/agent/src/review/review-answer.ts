import { FINDING_SEVERITIES } from '@anton/contracts';
import type { JsonSchema } from '@anton/models';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { ReviewFinding } from './reviewer.port';
import { DROPPED_CATEGORIES } from './verdict';

const CATEGORIES = [
  'correctness',
  'security',
  'data_loss',
  'concurrency',
  'performance',
  'compatibility',
  'tests',
];
const EARLIER_STATES = ['fixed', 'not_fixed', 'disputed'] as const;

function object(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

const TEXT: JsonSchema = { type: 'string' };

/** The answer of the reviewer's model (field note agent-loop 5.4, item 18), for the vendor's strict mode. */
export const REVIEW_SCHEMA: JsonSchema = object({
  earlier: { type: 'array', items: object({ id: TEXT, state: { type: 'string', enum: EARLIER_STATES } }) },
  findings: {
    type: 'array',
    items: object({
      id: TEXT,
      severity: { type: 'string', enum: FINDING_SEVERITIES },
      category: { type: 'string', enum: [...CATEGORIES, ...DROPPED_CATEGORIES] },
      file: TEXT,
      start_line: { type: 'integer' },
      end_line: { type: 'integer' },
      title: TEXT,
      failure_scenario: TEXT,
      fix_hint: TEXT,
      confidence: { type: 'number' },
    }),
  },
  summary: TEXT,
});

interface RawFinding {
  readonly id: string;
  readonly severity: ReviewFinding['severity'];
  readonly category: string;
  readonly file: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly title: string;
  readonly failure_scenario: string;
  readonly fix_hint: string;
  readonly confidence: number;
}

interface RawAnswer {
  readonly earlier: readonly { readonly id: string; readonly state: (typeof EARLIER_STATES)[number] }[];
  readonly findings: readonly RawFinding[];
  readonly summary: string;
}

/** What the reviewer's model said, read. `earlier` maps the ids of earlier findings to what became of them. */
export interface ModelReview {
  readonly earlier: ReadonlyMap<string, (typeof EARLIER_STATES)[number]>;
  readonly findings: readonly ReviewFinding[];
  readonly summary: string;
}

const MAX_TITLE = 80;
let compiled: ValidateFunction<RawAnswer> | undefined;

/** Compiled by the first review: whoever only imports this does not pay for it. */
function isRawAnswer(value: unknown): value is RawAnswer {
  compiled ??= new Ajv2020().compile<RawAnswer>(REVIEW_SCHEMA);
  return compiled(value);
}

function findingOf(raw: RawFinding): ReviewFinding {
  const {
    start_line: startLine,
    end_line: endLine,
    failure_scenario: failureScenario,
    fix_hint: fixHint,
  } = raw;
  return {
    id: raw.id,
    severity: raw.severity,
    category: raw.category,
    file: raw.file,
    startLine,
    endLine: Math.max(startLine, endLine),
    title: raw.title.slice(0, MAX_TITLE),
    failureScenario,
    fixHint,
    confidence: Math.min(1, Math.max(0, raw.confidence)),
  };
}

/** Null when `text` is not an answer of the schema, or leaves one of the `expected` earlier findings out. */
export function readReview(text: string, expected: readonly ReviewFinding[]): ModelReview | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRawAnswer(value)) return null;
  const earlier = new Map(value.earlier.map(({ id, state }) => [id, state]));
  if (!expected.every(({ id }) => earlier.has(id))) return null;
  return { earlier, findings: value.findings.map(findingOf), summary: value.summary };
}
