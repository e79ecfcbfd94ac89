import type { ChangeDiff, ChangedFile, Checkout } from '../code-host.port';
import type { Git } from '../git/git';
import { changedPaths } from './changed-paths';
import { withIndex } from './export-tree';
import { refuseNestedGit } from './refuse-nested-git';
import { stageFiles } from './stage-files';

const STATUS: Readonly<Record<string, ChangedFile['status']>> = { A: 'added', D: 'deleted' };
const NO_FILE = '0 0000000000000000000000000000000000000000';

/** The tree that the work tree stands for, written into the bare repository by plumbing. */
async function writeWorkTree(git: Git, checkout: Checkout): Promise<string> {
  const { trustedDir, checkoutDir, baseSha } = checkout;
  await refuseNestedGit(checkoutDir);
  return withIndex(trustedDir, async (env) => {
    const where = [`--git-dir=${trustedDir}`, `--work-tree=${checkoutDir}`];
    const call = { env, cwd: checkoutDir };
    await git.run([...where, 'read-tree', baseSha], call);
    const changed = await changedPaths(git, call, where);
    const staged = await stageFiles(git, checkout, [
      ...changed.modified.map((path) => ({ path, isNew: false })),
      ...changed.added.map((path) => ({ path, isNew: true })),
    ]);
    const removed = changed.deleted.map((path) => `${NO_FILE}\t${path}`);
    const input = [...removed, ...staged].map((line) => `${line}\0`).join('');
    await git.run(['update-index', '-z', '--index-info'], { env, cwd: trustedDir, input });
    return (await git.run(['write-tree'], { env, cwd: trustedDir })).trim();
  });
}

function filesOf(raw: string, counts: string): ChangedFile[] {
  const status = new Map<string, string>();
  const parts = raw.split('\0').filter((part) => part !== '');
  for (let index = 0; index + 1 < parts.length; index += 2)
    status.set(parts[index + 1] ?? '', parts[index] ?? '');
  return counts
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [added = '0', deleted = '0', path = ''] = line.split('\t');
      return {
        path,
        status: STATUS[status.get(path) ?? ''] ?? 'modified',
        addedLines: Number(added) || 0,
        deletedLines: Number(deleted) || 0,
        binary: added === '-',
      };
    });
}

/** The difference between the base and the work tree, as git sees it. */
export async function diffWorkTree(git: Git, checkout: Checkout): Promise<ChangeDiff> {
  const { trustedDir: cwd, baseSha } = checkout;
  const treeSha = await writeWorkTree(git, checkout);
  const compare = (...args: string[]) =>
    git.run(
      ['diff-tree', '-r', '--no-renames', '--no-ext-diff', '--no-textconv', ...args, baseSha, treeSha],
      { cwd },
    );
  const [text, raw, counts] = await Promise.all([
    compare('-p', '--no-color'),
    compare('--name-status', '-z'),
    compare('--numstat', '-z'),
  ]);
  return { treeSha, text, files: filesOf(raw, counts) };
}
