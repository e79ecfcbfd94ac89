/** Neighbouring lines of a text; `end` excludes the line end of the last one. */
export interface Block {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Every place where the lines of `wanted` stand one after the other, by `equal`. Blocks may overlap. */
export function blocksOf(
  text: string,
  wanted: readonly string[],
  equal: (have: string, want: string) => boolean,
): Block[] {
  const lines = text.split('\n');
  const found: Block[] = [];
  for (let index = 0, start = 0; index + wanted.length <= lines.length; index += 1) {
    const isHere = wanted.every((want, at) => equal(lines[index + at] ?? '', want));
    if (isHere) {
      const own = lines.slice(index, index + wanted.length);
      found.push({ start, end: start + own.join('\n').length, lines: own });
    }
    start += (lines[index] ?? '').length + 1;
  }
  return found;
}

/** The indentation of the first line that is not blank. */
export function indentOf(lines: readonly string[]): string {
  const first = lines.find((line) => line.trim() !== '') ?? '';
  return /^[ \t]*/.exec(first)?.[0] ?? '';
}

/** Moves every line by what lies between the indentation that was asked for and the one that was found. */
export function reindented(text: string, asked: string, found: string): string {
  return text
    .split('\n')
    .map((line) => (line.trim() !== '' && line.startsWith(asked) ? found + line.slice(asked.length) : line))
    .join('\n');
}
