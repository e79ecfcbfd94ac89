/** Caps of a task's texts (`anton.task.v1`). */
export const MAX_TITLE = 500;
export const MAX_DESCRIPTION = 100_000;
export const MAX_NAME = 300;

/** Controls other than tab and line feed, and halves of surrogate pairs. */
const UNWANTED = /(?![\t\n])[\p{Cc}\p{Cs}]/gu;

/** Text of a sender without control characters, `\n` alone ending lines, at most `max` characters. */
export function cleanText(text: string, max: number): string {
  const clean = text.replace(/\r\n?/g, '\n').replace(UNWANTED, '').trim();
  return clean.length > max ? `${clean.slice(0, max - 1)}…` : clean;
}

/** The same on one line. */
export function cleanLine(text: string, max: number): string {
  return cleanText(text.replace(/\s+/g, ' '), max);
}

/** `text` when it is a web address of at most 2000 characters, else null. */
export function webAddress(text: string | undefined): string | null {
  if (text === undefined || text.length > 2_000 || !URL.canParse(text)) return null;
  return ['http:', 'https:'].includes(new URL(text).protocol) ? text : null;
}
