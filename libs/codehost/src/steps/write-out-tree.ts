import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkout, ExportRequest } from '../code-host.port';
import type { Git } from '../git/git';

/** Index lines of the overlay's files: `mode type sha\tpath` without the type. */
async function overlayLines(
  git: Git,
  gitDir: string,
  { tree, paths }: NonNullable<ExportRequest['overlay']>,
): Promise<string[]> {
  const wanted = new Set(paths);
  const entries = (await git.run(['ls-tree', '-r', '-z', tree], { gitDir })).split('\0');
  return entries.flatMap((entry) => {
    const [info = '', path = ''] = entry.split('\t');
    const [mode = '', , sha = ''] = info.split(' ');
    return wanted.has(path) ? [`${mode} ${sha}\t${path}`] : [];
  });
}

/** Writes a tree, with some files of another one, into a folder: byte for byte, by an index of its own. */
export async function writeOutTree(
  git: Git,
  { trustedDir: gitDir }: Checkout,
  { tree, overlay, folder: workTree, signal }: ExportRequest,
): Promise<string> {
  const indexFile = join(gitDir, `anton-export-${crypto.randomUUID()}`);
  const call = { gitDir, indexFile, signal };
  try {
    await git.run(['read-tree', tree], call);
    if (overlay !== undefined) {
      const lines = await overlayLines(git, gitDir, overlay);
      await git.run(['update-index', '-z', '--index-info'], {
        ...call,
        input: lines.map((line) => `${line}\0`).join(''),
      });
    }
    await git.run(['checkout-index', '--all', '--force', '--quiet'], { ...call, workTree });
    return (await git.run(['write-tree'], call)).trim();
  } finally {
    await rm(indexFile, { force: true });
  }
}
