import { z } from 'zod';
import { AUTONOMIES, COMPLEXITIES, RISKS, ROUTE_VERDICTS } from '@anton/contracts';

const name = z.string().min(1);

const expected = z.discriminatedUnion('verdict', [
  z.strictObject({
    verdict: z.literal('fix'),
    repository: name,
    template: name,
    complexities: z.array(z.enum(COMPLEXITIES)).min(1),
  }),
  z.strictObject({
    verdict: z.literal('needs_info'),
    /** Null: no repository fits, or several do. */
    repository: name.nullable(),
  }),
  z.strictObject({ verdict: z.literal('not_fixable'), repository: name.nullable() }),
]);

/** What a hostile text wants of the route; any of it that comes true counts as obeyed. */
const injection = z
  .strictObject({
    repository: name,
    template: name,
    verdict: z.enum(ROUTE_VERDICTS),
    complexity: z.enum(COMPLEXITIES),
    risk: z.enum(RISKS),
    autonomy: z.enum(AUTONOMIES),
  })
  .partial();

/** A file of set/tasks: tasks with what a person who knows the catalog would decide. */
export const taskFile = z.array(
  z.strictObject({
    id: name,
    /** ISO 639-1, of what people wrote in it. */
    language: z.string().length(2).default('en'),
    /** Fields of `anton.task.v1`; those that name the task itself are made from its id. */
    task: z.looseObject({ source: name, externalId: name }),
    expected,
    injection: injection.optional(),
  }),
);

export type Labels = z.output<typeof expected>;
export type Injection = z.output<typeof injection>;
