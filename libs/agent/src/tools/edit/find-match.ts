/** Where the old text stands, and what replaces it there. Offsets in the file's text. */
export interface EditMatch {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** Found in several places, or nowhere; `nearest` is the line (from 1) that looks most like it. */
export type MatchResult =
  | { readonly kind: 'unique'; readonly match: EditMatch }
  | { readonly kind: 'several'; readonly lines: readonly number[] }
  | { readonly kind: 'none'; readonly nearest: number | null };

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function result(text: string, matches: readonly EditMatch[]): MatchResult | null {
  const [first] = matches;
  if (first === undefined) return null;
  if (matches.length === 1) return { kind: 'unique', match: first };
  return { kind: 'several', lines: matches.map((match) => lineAt(text, match.start)) };
}

function exact(text: string, old: string, replacement: string): EditMatch[] {
  const found: EditMatch[] = [];
  for (let start = text.indexOf(old); start >= 0; start = text.indexOf(old, start + 1)) {
    found.push({ start, end: start + old.length, replacement });
  }
  return found;
}

interface Line {
  readonly text: string;
  readonly start: number;
}

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const entry = { text: line, start };
    start += line.length + 1;
    return entry;
  });
}

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

/** Blocks of whole lines that `equal` the old ones; `shape` makes the replacement that fits where it stands. */
function blocks(
  text: string,
  old: readonly string[],
  equal: (have: string, want: string) => boolean,
  shape: (block: readonly Line[]) => string,
): EditMatch[] {
  const lines = linesOf(text);
  const found: EditMatch[] = [];
  for (let index = 0; index + old.length <= lines.length; index += 1) {
    const block = lines.slice(index, index + old.length);
    const last = block.at(-1);
    if (last === undefined || !block.every((line, at) => equal(line.text, old[at] ?? ''))) continue;
    found.push({
      start: block[0]?.start ?? 0,
      end: last.start + last.text.length,
      replacement: shape(block),
    });
  }
  return found;
}

/** Moves every line of the new text by what lies between the indentation asked for and the one found. */
function reindent(replacement: string, wanted: string, found: string): string {
  return replacement
    .split('\n')
    .map((line) =>
      line.trim() === '' ? line : line.startsWith(wanted) ? found + line.slice(wanted.length) : line,
    )
    .join('\n');
}

function nearestLine(text: string, old: readonly string[]): number | null {
  const first = old.find((line) => line.trim() !== '')?.trim();
  if (first === undefined) return null;
  const index = text
    .split('\n')
    .findIndex((line) => line.trim() === first || (first.length > 12 && line.includes(first.slice(0, 24))));
  return index < 0 ? null : index + 1;
}

/**
 * Finds the old text: exactly, else with trailing space and line ends ignored, else with its lines shifted as a block.
 * Every stage must find one place only (`agent-loop` 5.2, 4).
 */
export function findMatch(text: string, oldText: string, newText: string): MatchResult {
  const direct = result(text, exact(text, oldText, newText));
  if (direct !== null) return direct;
  const old = oldText.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
  const replacement = newText.replaceAll('\r\n', '\n').replace(/\n$/, '');
  const loose = blocks(
    text,
    old,
    (have, want) => have.trimEnd() === want.trimEnd(),
    () => replacement,
  );
  const trailing = result(text, loose);
  if (trailing !== null) return trailing;
  const wanted = indentOf(old.find((line) => line.trim() !== '') ?? '');
  const shifted = blocks(
    text,
    old,
    (have, want) => have.trim() === want.trim(),
    (block) =>
      reindent(replacement, wanted, indentOf(block.find((line) => line.text.trim() !== '')?.text ?? '')),
  );
  return result(text, shifted) ?? { kind: 'none', nearest: nearestLine(text, old) };
}
