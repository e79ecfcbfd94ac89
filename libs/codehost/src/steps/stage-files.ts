import { lstat, readlink } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import type { Git } from '../git/git';
import { forbidden, MAX_CHANGED_FILES, refusalOfFile } from './forbidden-content';

const MODE = { link: '120000', program: '100755', file: '100644' } as const;

interface Staged {
  readonly path: string;
  readonly mode: string;
  readonly sha: string;
}

function leaves(path: string, target: string): boolean {
  if (target.startsWith('/')) return true;
  return normalize(join(dirname(path), target)).startsWith('..');
}

async function stageLink(git: Git, dir: string, path: string, cwd: string): Promise<Staged> {
  const target = await readlink(join(dir, path));
  if (leaves(path, target)) throw forbidden(`${path} is a link that leaves the repository`);
  const sha = (
    await git.run(['hash-object', '-w', '--no-filters', '--stdin'], { cwd, input: target })
  ).trim();
  return { path, mode: MODE.link, sha };
}

async function stageRegular(
  git: Git,
  dir: string,
  files: readonly { path: string; mode: string }[],
  cwd: string,
): Promise<Staged[]> {
  if (files.length === 0) return [];
  const input = files.map(({ path }) => join(dir, path)).join('\n');
  const output = await git.run(['hash-object', '-w', '--no-filters', '--stdin-paths'], { cwd, input });
  const shas = output.trim().split('\n');
  return files.map((file, index) => ({ ...file, sha: shas[index] ?? '' }));
}

/**
 * Writes the content of new and changed files into the repository and returns their index lines.
 * @throws CodeHostError `forbidden_content` for what may not be committed.
 */
export async function stageFiles(
  git: Git,
  { checkoutDir, trustedDir }: { checkoutDir: string; trustedDir: string },
  paths: readonly { path: string; isNew: boolean }[],
): Promise<string[]> {
  if (paths.length > MAX_CHANGED_FILES) throw forbidden(`it changes ${paths.length} files`);
  const regular: { path: string; mode: string }[] = [];
  const links: Staged[] = [];
  for (const { path, isNew } of paths) {
    const stat = await lstat(join(checkoutDir, path));
    const refusal = refusalOfFile(path, stat.isFile() ? stat.size : 0, isNew);
    if (refusal !== null) throw forbidden(refusal);
    if (stat.isSymbolicLink()) links.push(await stageLink(git, checkoutDir, path, trustedDir));
    else if (stat.isFile())
      regular.push({ path, mode: (stat.mode & 0o100) === 0 ? MODE.file : MODE.program });
    else if (!stat.isDirectory()) throw forbidden(`${path} is no regular file`);
  }
  const staged = [...links, ...(await stageRegular(git, checkoutDir, regular, trustedDir))];
  return staged.map(({ mode, sha, path }) => `${mode} ${sha}\t${path}`);
}
