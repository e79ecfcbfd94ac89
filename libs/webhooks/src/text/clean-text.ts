/** Caps of a task's texts (`anton.task.v1`). */
export const MAX_TITLE = 500;
export const MAX_DESCRIPTION = 100_000;
export const MAX_NAME = 300;

/** Controls other than tab and line feed, and halves of surrogate pairs. */
const UNWANTED = /(?![\t\n])[\p{Cc}\p{Cs}]/gu;
/** Cleaning never makes a text longer: what is beyond this many times the cap is not looked at. */
const LOOK_AHEAD = 2;
/** {@link UNWANTED} but for the halves of pairs, by code units. */
// oxlint-disable-next-line no-control-regex -- the same by \p{Cc} walks code points
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** Text of a sender without control characters, `\n` alone ending lines, at most `max` characters. */
export function cleanText(text: string, max: number): string {
  const start = text.slice(0, LOOK_AHEAD * max);
  const lines = start.includes('\r') ? start.replace(/\r\n?/g, '\n') : start;
  // Taking out goes by code points; finding out that there is nothing to take out is cheaper.
  const wanted = CONTROL.test(lines) || !lines.isWellFormed() ? lines.replace(UNWANTED, '') : lines;
  const clean = wanted.trim();
  return clean.length > max ? `${clean.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : clean;
}

/** The same on one line. */
export function cleanLine(text: string, max: number): string {
  return cleanText(text.slice(0, LOOK_AHEAD * max).replace(/\s+/g, ' '), max);
}

/** {@link cleanLine} of a text that may be absent; null when nothing is left of it. */
export function lineOrNull(text: string | undefined, max: number): string | null {
  return cleanLine(text ?? '', max) || null;
}

/** {@link cleanText} of a text that may be absent; null when nothing is left of it. */
export function textOrNull(text: string | undefined, max: number): string | null {
  return cleanText(text ?? '', max) || null;
}
