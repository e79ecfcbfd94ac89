import type { JsonReading } from './read-json';

/** `URLSearchParams` takes time by the square of its fields, and 2 s for 5 MiB of `+`: it is given neither. */
const MAX_FIELDS = 1_000;
const MAX_BYTES = 512 * 1024;

/** Reads a form (`application/x-www-form-urlencoded`) as an object of texts; of a repeated field, the last. */
export function readForm(rawBody: Buffer): JsonReading {
  if (rawBody.length > MAX_BYTES) return { problem: `the form has more than ${MAX_BYTES} bytes` };
  const text = rawBody.toString('utf8');
  if (text.split('&', MAX_FIELDS + 1).length > MAX_FIELDS)
    return { problem: `the form has more than ${MAX_FIELDS} fields` };
  const fields = [...new URLSearchParams(text)];
  if (fields.some(([name]) => name === '__proto__')) return { problem: 'the form has a field __proto__' };
  return { value: Object.fromEntries(fields) };
}
