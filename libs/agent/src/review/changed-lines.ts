import parseDiff from 'parse-diff';
import type { ReviewFinding } from './reviewer.port';

type Lines = ReadonlySet<number> | 'all';
type Place = Pick<ReviewFinding, 'file' | 'startLine' | 'endLine'>;

function pathOf({ from, to }: parseDiff.File): string {
  return (to === undefined || to === '/dev/null' ? from : to) ?? '';
}

/** A change of one file as `+text` or `-text`, counted. */
function changesOf(file: parseDiff.File | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type, content } of file?.chunks.flatMap(({ changes }) => changes) ?? [])
    if (type !== 'normal') counts.set(content, (counts.get(content) ?? 0) + 1);
  return counts;
}

/** Lines of the new file that `file` changes and `known` does not hold: added ones, and both neighbours of a removed one. */
function linesOf(file: parseDiff.File, known: Map<string, number>): Lines {
  if (file.deleted === true || file.chunks.length === 0) return 'all';
  const lines = new Set<number>();
  for (const chunk of file.chunks) {
    let next = chunk.newStart;
    for (const change of chunk.changes) {
      const noLine = change.content.startsWith('\\');
      const times = known.get(change.content) ?? 0;
      if (change.type !== 'normal' && times > 0) known.set(change.content, times - 1);
      else if (change.type === 'add' && !noLine) lines.add(change.ln);
      else if (change.type === 'del' && !noLine) lines.add(next - 1).add(next);
      if (change.type !== 'del' && !noLine) next += 1;
    }
  }
  return lines;
}

/** What a unified diff of git changes, by file and line of the new side. */
export class ChangedLines {
  private readonly files: ReadonlyMap<string, Lines>;

  /** With `previous`, only what differs from that earlier diff of the same base. */
  constructor(diff: string, previous?: string) {
    const before = new Map(parseDiff(previous).map((file) => [pathOf(file), file]));
    this.files = new Map(
      parseDiff(diff).map((file) => [pathOf(file), linesOf(file, changesOf(before.get(pathOf(file))))]),
    );
  }

  hasFile(file: string): boolean {
    return this.find(file) !== undefined;
  }

  /** True when a line of the place is changed; a deleted, renamed or binary file counts as a whole. */
  touches({ file, startLine, endLine }: Place): boolean {
    const lines = this.find(file);
    if (lines === undefined || lines === 'all') return lines === 'all';
    return [...lines].some((line) => line >= startLine && line <= Math.max(startLine, endLine));
  }

  /** Models tend to copy the prefix of git's header; a real folder called `a` or `b` comes first. */
  private find(file: string): Lines | undefined {
    return this.files.get(file) ?? this.files.get(file.replace(/^(?:\.|[ab])\//, ''));
  }
}
