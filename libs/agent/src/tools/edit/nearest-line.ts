/** A longer text is not searched for the nearest place: lines of the file times lines of the old text. */
const MAX_COMPARISONS = 5_000_000;

/** The line (from 1) where a block of the old text's length shares most lines with it; null when it shares none. */
export function nearestLine(text: string, oldText: string): number | null {
  const wanted = oldText
    .trim()
    .split('\n')
    .map((line) => line.trim());
  const lines = text.split('\n').map((line) => line.trim());
  if (lines.length * wanted.length > MAX_COMPARISONS) return null;
  let best = { score: 0, line: 0 };
  for (const index of lines.keys()) {
    const score = wanted.filter((want, at) => want !== '' && lines[index + at] === want).length;
    if (score > best.score) best = { score, line: index + 1 };
  }
  if (best.score > 0) return best.line;
  const start = (wanted[0] ?? '').slice(0, 16);
  const similar = start === '' ? -1 : lines.findIndex((line) => line.includes(start));
  return similar < 0 ? null : similar + 1;
}
