/** A value of a tool's input; the schema was checked before. */
export function textOf(input: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

/** A whole number of a tool's input, at least 1. */
export function countOf(input: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = input[name];
  return typeof value === 'number' && value >= 1 ? Math.floor(value) : undefined;
}
