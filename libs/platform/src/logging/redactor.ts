import { PieceFinder } from './piece-finder';
import { secretForms } from './secret-forms';

/** What a hidden value is replaced by. */
export const REDACTED = '[redacted]';

/** Shapes of credentials that must never be written, whether known to this process or not. */
const PATTERNS: readonly RegExp[] = [
  /\bgh[pousr]_[A-Za-z0-9]{20,255}\b/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,255}\b/g,
  /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,255}\b/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
];

/**
 * Hides known secret values in outbound text: as they are, reversed, in base64 and hex, URL-escaped, JSON-escaped once
 * or twice, and every piece of twelve bytes or more of them; and the usual shapes of tokens.
 */
export class Redactor {
  private readonly finder: PieceFinder;

  constructor(secrets: readonly (string | undefined)[] = []) {
    this.finder = new PieceFinder(secretForms(secrets));
  }

  /** `text` without any secret. */
  redact(text: string): string {
    let clean = this.withoutKnown(text);
    for (const pattern of PATTERNS) clean = clean.replace(pattern, REDACTED);
    return clean;
  }

  private withoutKnown(text: string): string {
    const ranges = this.finder.find(text);
    if (ranges.length === 0) return text;
    const starts = ranges.map((_range, index) => ranges[index - 1]?.end ?? 0);
    const parts = ranges.map(({ start }, index) => text.slice(starts[index], start) + REDACTED);
    return parts.join('') + text.slice(ranges.at(-1)?.end);
  }
}
