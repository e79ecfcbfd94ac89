import type { Logger } from '@nestjs/common';

const EVERY_MS = 60_000;
/** Different things to say in one minute. */
const MAX_KEYS = 1_000;

/** Says each thing once a minute: a flood of failures must not flood the log. */
export class ThrottledLog {
  private readonly silentUntil = new Map<string, number>();

  constructor(private readonly logger: Logger) {}

  /** `key` names what is said; no sender chooses it. */
  warn(key: string, text: string): void {
    if (this.mayTell(key)) this.logger.warn(`${text}; further ones of this minute are only counted`);
  }

  error(key: string, error: Error): void {
    if (this.mayTell(key)) this.logger.error(error);
  }

  private mayTell(key: string): boolean {
    const now = performance.now();
    if ((this.silentUntil.get(key) ?? 0) > now) return false;
    if (this.silentUntil.size >= MAX_KEYS) this.silentUntil.clear();
    this.silentUntil.set(key, now + EVERY_MS);
    return true;
  }
}
