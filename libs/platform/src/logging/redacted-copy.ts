import type { Redactor } from './redactor';

/** A copy of JSON-like data without secrets: every text in it, names of fields and numbers included. */
export function redactedCopy<T>(value: T, redactor: Redactor): T {
  return copyOf(value, redactor) as T;
}

function copyOf(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.redact(value);
  if (typeof value === 'number') {
    const clean = redactor.redact(String(value));
    return clean === String(value) ? value : clean;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => copyOf(item, redactor));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [redactor.redact(name), copyOf(item, redactor)]),
  );
}
