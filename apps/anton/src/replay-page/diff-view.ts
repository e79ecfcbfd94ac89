import parseDiff from 'parse-diff';

/** One line of a diff; `kind` is its colour. */
interface DiffLine {
  readonly kind: 'add' | 'del' | 'normal' | 'hunk';
  readonly text: string;
}

/** The diff of one file. */
export interface FileDiff {
  readonly path: string;
  readonly added: number;
  readonly deleted: number;
  readonly lines: readonly DiffLine[];
}

function pathOf({ from, to }: parseDiff.File): string {
  const gone = to === undefined || to === '/dev/null';
  return (gone ? from : to) ?? 'unknown file';
}

/** A unified diff, file by file, line by line. */
export function diffView(text: string): FileDiff[] {
  return parseDiff(text).map((file) => ({
    path: pathOf(file),
    added: file.additions,
    deleted: file.deletions,
    lines: file.chunks.flatMap(({ content, changes }) => [
      { kind: 'hunk' as const, text: content },
      ...changes.map((change) => ({ kind: change.type, text: change.content })),
    ]),
  }));
}
