import { z } from 'zod';
import type { Schema } from './json-schema';

/** The JSON Schema of a file of the catalog, as its author writes it: what has a default may be left out. */
export function catalogSchema(schema: z.ZodType, file: string): Schema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return { $schema, title: file, ...rest };
}
