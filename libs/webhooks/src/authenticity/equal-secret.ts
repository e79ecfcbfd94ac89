import { createHash, timingSafeEqual } from 'node:crypto';

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

/** True when `given` equals one of `secrets`, none of which may be empty; as long wherever they differ, and tries all. */
export function equalsOneOf(given: string, secrets: readonly string[]): boolean {
  const hash = digest(given);
  let found = false;
  for (const secret of secrets) found = (timingSafeEqual(hash, digest(secret)) && secret !== '') || found;
  return found;
}
