import { createHash } from 'node:crypto';
import { logicalKey } from '@anton/contracts';

/** Longest keys of a task (`anton.task.v1`). */
export const MAX_LOGICAL_KEY = 1_024;
export const MAX_CORRELATION_KEY = 512;

/** Controls (PostgreSQL stores no NUL) and halves of surrogate pairs (UTF-8 has none). */
const UNSTORABLE = /[\p{Cc}\p{Cs}]/u;

/** A key of `logicalKey()` as a task may carry it: itself, else its first part with its SHA-256. Two keys stay two. */
export function boundedKey(key: string, max: number): string {
  if (key.length <= max && !UNSTORABLE.test(key)) return key;
  // UTF-16 keeps apart what UTF-8 would replace by one character.
  const hash = createHash('sha256').update(key, 'utf16le').digest('hex');
  return `${key.slice(0, key.indexOf('|'))}|${logicalKey('sha256', hash)}`;
}
