/** A sender's text on one line of a terminal: control and invisible characters could move the cursor or hide text. */
export function plain(text: string, width: number): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  return clean.length > width ? `${clean.slice(0, width - 1)}…` : clean;
}
