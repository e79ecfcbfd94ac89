import type { z } from 'zod';

/** A mistake and where it stands. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<PropertyKey, unknown>)[key];
  }
  return here;
}

/** `repositories[0].url` */
function written(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

const at = (path: readonly PropertyKey[], problem: string): Mistake => ({
  path,
  problem: path.length === 0 ? problem : `${written(path)}: ${problem}`,
});

/** Says in an author's words what zod found. */
export function explainIssue(issue: z.core.$ZodIssue, value: unknown): readonly Mistake[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      at([...issue.path, key], 'is no known field; remove it or correct its name (docs/catalog.md)'),
    );
  }
  if (issue.code === 'invalid_key') return [at(issue.path, issue.issues[0]?.message ?? issue.message)];
  if (valueAt(value, issue.path) === undefined)
    return [at(issue.path, 'is missing; add it (docs/catalog.md)')];
  return [at(issue.path, issue.message)];
}
