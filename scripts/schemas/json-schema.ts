/** A JSON Schema, draft 2020-12. */
export type Schema = Record<string, unknown>;

export const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
