import parseDiff from 'parse-diff';

/** Field note agent-loop 5.4: characters of a diff that a reviewer is shown. */
const LIMIT = 60_000;

/** Every file's part of a diff of git; content lines begin with a space, `+`, `-` or `\`, so no text can forge this. */
function filesOf(diff: string): string[] {
  return diff.split(/(?<=^|\n)(?=diff --git )/);
}

/** The largest size per file at which all files together fit: small files stay whole, large ones share the rest. */
function sizePerFile(sizes: readonly number[], limit: number): number {
  let room = limit;
  const ascending = sizes.toSorted((a, b) => a - b);
  for (const [index, size] of ascending.entries()) {
    const share = Math.floor(room / (ascending.length - index));
    if (size > share) return share;
    room -= size;
  }
  return limit;
}

/** Where a diff that was cut goes on: the path, and the last line of the new file that is shown. */
function endOf(kept: string): { readonly path: string; readonly line: number } {
  const [file] = parseDiff(kept.trimEnd());
  const path = file?.to === undefined || file.to === '/dev/null' ? file?.from : file.to;
  const last = file?.chunks.at(-1)?.changes.findLast(({ type }) => type !== 'del');
  const line = last?.type === 'add' ? last.ln : last?.type === 'normal' ? last.ln2 : 0;
  return { path: path ?? 'it', line };
}

function cutFile(part: string, size: number): string {
  if (part.length <= size) return part;
  const kept = part.slice(0, part.lastIndexOf('\n', size) + 1);
  const { path, line } = endOf(kept);
  return `${kept}[... ${part.length - kept.length} characters of this file's diff left out: read_file ${path} from line ${line + 1} on shows the rest, git_show what it was ...]\n`;
}

/** The diff for a prompt: at most about 60,000 characters, the largest files cut, each with a line that says where to look. */
export function boundedDiff(diff: string): string {
  if (diff.length <= LIMIT) return diff;
  const parts = filesOf(diff);
  const size = sizePerFile(
    parts.map((part) => part.length),
    LIMIT,
  );
  return parts.map((part) => cutFile(part, size)).join('');
}
