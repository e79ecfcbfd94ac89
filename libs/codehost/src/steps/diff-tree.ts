import type { ChangeDiff, ChangedFile, Checkout } from '../code-host.port';
import type { Git } from '../git/git';
import { changedPaths } from './changed-paths';
import { refuseNestedGit } from './refuse-nested-git';
import { stageFiles } from './stage-files';
import { withIndex } from './work-index';

const STATUS: Readonly<Record<string, ChangedFile['status']>> = { A: 'added', D: 'deleted' };
const NO_FILE = '0 0000000000000000000000000000000000000000';

/** The tree that the work tree stands for, written into the bare repository by plumbing. */
async function writeWorkTree(git: Git, checkout: Checkout): Promise<string> {
  const { trustedDir: gitDir, checkoutDir: workTree } = checkout;
  await refuseNestedGit(git, gitDir, workTree);
  return withIndex(gitDir, async (indexFile) => {
    const { gone, changed } = await changedPaths(git, { gitDir, workTree, indexFile });
    const staged = await stageFiles(git, checkout, changed);
    const removed = gone.map((path) => `${NO_FILE}\t${path}`);
    const input = [...removed, ...staged].map((line) => `${line}\0`).join('');
    await git.run(['update-index', '-z', '--index-info'], { gitDir, indexFile, input });
    return (await git.run(['write-tree'], { gitDir, indexFile })).trim();
  });
}

function listOf(text: string): string[] {
  return text.split('\0').filter((part) => part !== '');
}

/** Joins `--name-status -z` (status and path in turn) with `--numstat -z` (added, deleted, path; `-` for binary). */
function filesOf(names: string, counts: string): ChangedFile[] {
  const parts = listOf(names);
  const status = new Map(
    parts.flatMap((part, index) => (index % 2 === 1 ? [[part, parts[index - 1] ?? ''] as const] : [])),
  );
  return listOf(counts).map((line) => {
    const [added = '', deleted = '', ...rest] = line.split('\t');
    const path = rest.join('\t');
    return {
      path,
      status: STATUS[status.get(path) ?? ''] ?? 'modified',
      addedLines: Number(added) || 0,
      deletedLines: Number(deleted) || 0,
      binary: added === '-',
    };
  });
}

/** The difference between the base and the work tree, or a tree that was written before, as git sees it. */
export async function diffWorkTree(git: Git, checkout: Checkout, written?: string): Promise<ChangeDiff> {
  const { trustedDir: gitDir, baseSha } = checkout;
  const treeSha = written ?? (await writeWorkTree(git, checkout));
  const plain = ['-r', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-color'];
  const compare = (...args: string[]): Promise<string> =>
    git.run(['diff-tree', ...plain, ...args, baseSha, treeSha], { gitDir });
  const [text, names, counts] = await Promise.all([
    compare('-p'),
    compare('--name-status', '-z'),
    compare('--numstat', '-z'),
  ]);
  return { treeSha, text, files: filesOf(names, counts) };
}
