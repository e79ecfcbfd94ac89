import { visibleText } from '@anton/platform';
import type { JsonSchema } from '@anton/models';
import { MAX_PROPERTY_DESCRIPTION } from './server-limits';

/** Keywords that say nothing of what fits, or lead out of the schema. */
const DROPPED = new Set(['$schema', '$id', '$comment', 'title', 'examples']);
/** What these hold is named by the author, not by JSON Schema. */
const NAMED = new Set(['properties', '$defs', 'definitions', 'patternProperties', 'dependentSchemas']);

/** A stranger's words as one short line without anything invisible. */
export function foreignLine(text: string, limit: number): string {
  const line = visibleText(text.slice(0, 8 * limit))
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 3)}...`;
}

function cleaned(value: unknown, isNamed: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => cleaned(item, false));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (isNamed) return [[key, cleaned(inner, false)]];
    if (DROPPED.has(key)) return [];
    if (key === 'description' && typeof inner === 'string')
      return [[key, foreignLine(inner, MAX_PROPERTY_DESCRIPTION)]];
    return [[key, cleaned(inner, NAMED.has(key))]];
  });
  return Object.fromEntries(entries);
}

/** A stranger's schema for a prompt: long words are cut, what only decorates is gone. */
export function foreignSchema(schema: object): JsonSchema {
  return cleaned(schema, false) as JsonSchema;
}
