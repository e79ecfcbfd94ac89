import type { BaseFile, BaseFilesRequest, Checkout } from '../code-host.port';
import type { Git } from '../git/git';

/** `git ls-tree -l -z`: mode, type, id and size, a tab, the path. */
const ENTRY = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t([\s\S]+)$/;
/** Larger files are data of the repository, and not for reading. */
const MAX_FILE = 4 * 1024 * 1024;

/** The ids of the base commit's regular files of a readable size, by path. */
async function regularFiles(
  git: Git,
  { trustedDir: gitDir, baseSha }: Checkout,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const text = await git.run(['ls-tree', '-r', '-l', '-z', '--full-tree', baseSha], { gitDir, signal });
  const entries = text.split('\0').map((entry) => ENTRY.exec(entry) ?? []);
  return new Map(
    entries.flatMap(([, id, size, path]) =>
      id === undefined || path === undefined || Number(size) > MAX_FILE ? [] : [[path, id]],
    ),
  );
}

/** Reads files of the base commit out of the trusted repository: what commands do to the work tree cannot reach them. */
export async function readBaseFiles(
  git: Git,
  checkout: Checkout,
  { choose, maxBytes, signal }: BaseFilesRequest,
): Promise<BaseFile[]> {
  const ids = await regularFiles(git, checkout, signal);
  const files: BaseFile[] = [];
  let room = maxBytes;
  for (const path of choose([...ids.keys()])) {
    const id = ids.get(path);
    if (id === undefined || room <= 0) continue;
    const text = await git.run(['cat-file', 'blob', id], { gitDir: checkout.trustedDir, signal });
    const content = Buffer.from(text).subarray(0, room);
    room -= content.length;
    files.push({ path, content });
  }
  return files;
}
