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

function cutFile(part: string, size: number): string {
  if (part.length <= size) return part;
  const kept = part.slice(0, part.lastIndexOf('\n', size) + 1);
  return `${kept}[... ${part.length - kept.length} characters of this file's diff left out: judge only what you see ...]\n`;
}

/** The diff for a prompt: at most about 60,000 characters, the largest files cut, with a line that says so. */
export function boundedDiff(diff: string): string {
  if (diff.length <= LIMIT) return diff;
  const parts = filesOf(diff);
  const size = sizePerFile(
    parts.map((part) => part.length),
    LIMIT,
  );
  return parts.map((part) => cutFile(part, size)).join('');
}
