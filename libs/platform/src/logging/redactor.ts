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

const MIN_SECRET_LENGTH = 6;

/** The value as it stands inside a JSON string. */
function escaped(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** Hides known secret values (also base64, hex, URL-escaped, and JSON-escaped once or twice) and the usual token shapes in outbound text. */
export class Redactor {
  private readonly known: string[];

  constructor(secrets: readonly (string | undefined)[] = []) {
    const values = secrets.filter(
      (secret): secret is string => secret !== undefined && secret.length >= MIN_SECRET_LENGTH,
    );
    const forms = values.flatMap((value) => [
      value,
      Buffer.from(value).toString('base64').replace(/=+$/, ''),
      Buffer.from(value).toString('base64url'),
      encodeURIComponent(value),
      escaped(value),
      escaped(escaped(value)),
      Buffer.from(value).toString('hex'),
    ]);
    this.known = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  }

  /** `text` without any secret. */
  redact(text: string): string {
    let clean = text;
    for (const value of this.known) if (clean.includes(value)) clean = clean.replaceAll(value, REDACTED);
    for (const pattern of PATTERNS) clean = clean.replace(pattern, REDACTED);
    return clean;
  }
}
