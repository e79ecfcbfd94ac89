type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** True for a whole number that `JSON.parse` may have rounded: two ids would become one. */
export function isRounded(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** A body read once more, with the numbers of {@link isRounded} as the text that was sent. Undefined when it is no JSON. */
export function readExactly(rawBody: Buffer): unknown {
  try {
    return parse(rawBody.toString('utf8'), (_key, value, { source }) => (isRounded(value) ? source : value));
  } catch {
    return undefined;
  }
}
