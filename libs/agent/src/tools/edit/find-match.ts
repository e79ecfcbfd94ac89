import { blocksOf, indentOf, reindented, type Block } from './line-blocks';
import { nearestLine } from './nearest-line';

/** Where the old text stands, and what replaces it there. Offsets in the file's text. */
export interface EditMatch {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** Found in one place, in several, or nowhere. Lines count from 1; `nearest` looks most like the old text. */
export type MatchResult =
  | { readonly kind: 'unique'; readonly match: EditMatch }
  | { readonly kind: 'several'; readonly matches: readonly EditMatch[]; readonly lines: readonly number[] }
  | { readonly kind: 'none'; readonly nearest: number | null };

function result(text: string, matches: readonly EditMatch[]): MatchResult | null {
  const [first] = matches;
  if (first === undefined) return null;
  if (matches.length === 1) return { kind: 'unique', match: first };
  return {
    kind: 'several',
    matches,
    lines: matches.map(({ start }) => text.slice(0, start).split('\n').length),
  };
}

function exactMatches(text: string, old: string, replacement: string): EditMatch[] {
  const found: EditMatch[] = [];
  for (let start = text.indexOf(old); start >= 0; start = text.indexOf(old, start + 1))
    found.push({ start, end: start + old.length, replacement });
  return found;
}

/** Matches of whole lines. A final line end belongs to the match when the old text has one. */
function blockMatches(
  text: string,
  oldText: string,
  equal: (have: string, want: string) => boolean,
  replace: (block: Block) => string,
): EditMatch[] {
  const closed = oldText.endsWith('\n');
  const old = (closed ? oldText.slice(0, -1) : oldText).split('\n');
  return blocksOf(text, old, equal).map((block) => {
    const lineEnd = block.lines[0]?.endsWith('\r') === true ? '\r\n' : '\n';
    const plain = replace(block);
    const takesLineEnd = closed && text[block.end] === '\n';
    const kept = closed && !takesLineEnd ? plain.replace(/\n$/, '') : plain;
    const carriage = !takesLineEnd && block.lines.at(-1)?.endsWith('\r') === true ? '\r' : '';
    return {
      start: block.start,
      end: takesLineEnd ? block.end + 1 : block.end,
      replacement: kept.replaceAll('\n', lineEnd) + carriage,
    };
  });
}

/**
 * Finds the old text: exactly, else with trailing space and line ends ignored, else with its lines shifted as a block
 * (the new text shifts with it). A stage that finds several places ends the search (`agent-loop` 5.2, 4).
 */
export function findMatch(text: string, oldText: string, newText: string): MatchResult {
  const direct = result(text, exactMatches(text, oldText, newText));
  if (direct !== null) return direct;
  const old = oldText.replaceAll('\r\n', '\n');
  const replacement = newText.replaceAll('\r\n', '\n');
  const loose = blockMatches(
    text,
    old,
    (have, want) => have.trimEnd() === want.trimEnd(),
    () => replacement,
  );
  const shifted = (): EditMatch[] =>
    blockMatches(
      text,
      old,
      (have, want) => have.trim() === want.trim(),
      (block) => reindented(replacement, indentOf(old.split('\n')), indentOf(block.lines)),
    );
  return result(text, loose) ?? result(text, shifted()) ?? { kind: 'none', nearest: nearestLine(text, old) };
}
