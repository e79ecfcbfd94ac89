import { hash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/** True when `given` equals one of `secrets`, none of which may be empty; as long wherever they differ, and tries all. */
export function equalsOneOf(given: string, secrets: readonly string[]): boolean {
  const wanted = digest(given);
  let found = false;
  for (const secret of secrets) found = (timingSafeEqual(wanted, digest(secret)) && secret !== '') || found;
  return found;
}
