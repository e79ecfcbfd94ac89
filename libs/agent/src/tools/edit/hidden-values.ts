import { REDACTED } from '@anton/platform';

type Redact = (text: string) => string;

/** Why an old text that was copied from an answer cannot stand in the file, or null. */
export function refusalOfOld(oldText: string, present: string): string | null {
  if (!oldText.includes(REDACTED) || present.includes(REDACTED)) return null;
  return `old_text holds ${REDACTED}, which stands for a value that is hidden from you; the file says something else there. Choose lines without it; a hidden value can only be kept`;
}

/** Why a text may not be written over one with hidden values, or null. */
export function refusalOfNew(written: string, present: string, redact: Redact): string | null {
  if (!written.includes(REDACTED) || present.includes(REDACTED) || redact(present) === present) return null;
  return `the file holds values that are hidden from you, and this would write ${REDACTED} in their place. Change the lines around them with edit`;
}
