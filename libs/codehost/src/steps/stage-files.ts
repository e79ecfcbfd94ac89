import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkout } from '../code-host.port';
import type { Git } from '../git/git';
import type { ChangedPath } from './changed-paths';
import { forbidden, MAX_CHANGE_BYTES } from './forbidden-content';
import { readWorkFile } from './read-work-file';

/**
 * Copies the checked content of new and changed files to a folder of our own, writes it into the repository from there
 * and returns the files' index lines.
 * @throws CodeHostError `forbidden_content` for what may not be committed.
 */
export async function stageFiles(
  git: Git,
  { checkoutDir, trustedDir: gitDir }: Checkout,
  paths: readonly ChangedPath[],
): Promise<string[]> {
  const root = await realpath(checkoutDir);
  const folder = await mkdtemp(join(gitDir, 'anton-stage-'));
  try {
    let bytes = 0;
    const staged: { copy: string; mode: string; path: string }[] = [];
    for (const [index, changed] of paths.entries()) {
      const { path, mode, content } = await readWorkFile(root, changed);
      bytes += content.length;
      if (bytes > MAX_CHANGE_BYTES) throw forbidden(`it holds more than ${MAX_CHANGE_BYTES} bytes`);
      const copy = join(folder, String(index));
      await writeFile(copy, content);
      staged.push({ copy, mode, path });
    }
    const input = staged.map(({ copy }) => copy).join('\n');
    const text = await git.run(['hash-object', '-w', '--no-filters', '--stdin-paths'], { gitDir, input });
    const shas = text.trim().split('\n');
    return staged.map(({ mode, path }, index) => `${mode} ${shas[index] ?? ''}\t${path}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
