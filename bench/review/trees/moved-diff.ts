/** One file's part of a diff of git; lines of content begin with a space, `+`, `-` or `\`. */
const PARTS = /^(?=diff --git )/m;
/** The lines above the first hunk: the only ones that name paths. */
const HEAD = /^(?:(?!@@ ).*\n)*/;

function withHead(part: string, change: (head: string) => string): string {
  return part.replace(HEAD, change);
}

/** The diff with all its paths below `folder`. */
export function movedDown(diff: string, folder: string): string {
  const move = (head: string): string =>
    head
      .replace(/^diff --git a\/(.+) b\/(.+)$/m, `diff --git a/${folder}/$1 b/${folder}/$2`)
      .replace(/^(--- a\/|\+\+\+ b\/)/gm, `$1${folder}/`);
  return diff
    .split(PARTS)
    .map((part) => withHead(part, move))
    .join('');
}

/** The diff of a tree of several `folders` as one diff a folder, with paths from its root. */
export function splitByFolder(diff: string, folders: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of diff.split(PARTS)) {
    const folder = folders.find((one) => part.startsWith(`diff --git a/${one}/`));
    if (folder === undefined) continue;
    const moved = withHead(part, (head) =>
      head.replaceAll(`a/${folder}/`, 'a/').replaceAll(`b/${folder}/`, 'b/'),
    );
    found.set(folder, `${found.get(folder) ?? ''}${moved}`);
  }
  return found;
}
