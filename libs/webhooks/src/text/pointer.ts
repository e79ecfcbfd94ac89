import { get } from '@hyperjump/json-pointer';
import { isObject } from './json-fields';

const read = get as unknown as (pointer: string, subject: unknown) => unknown;

/** The value at a JSON pointer (RFC 6901), own fields only; undefined where there is nothing. */
export function pointed(body: unknown, pointer: string): unknown {
  if (!isObject(body) && !Array.isArray(body)) return undefined;
  try {
    return read(pointer, body);
  } catch {
    // A parent of it is missing, or is no object.
    return undefined;
  }
}
