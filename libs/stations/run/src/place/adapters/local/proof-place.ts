import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalWorkspace } from '@anton/workspace';
import type { RunFolders } from '../../../context/run-folders';
import type { RunOptions } from '../../../run-options';
import type { CheckedOutRun } from '../../../run-state';
import type { PlaceTree, ProofPlace } from '../../run-place.port';
import { copyTree, type KeptFolders } from './kept-start';

/** Puts `folder` aside, and back when `work` is done, whatever became of what took its place. */
async function aside<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const kept = `${folder}.aside`;
  await rename(folder, kept);
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rename(kept, folder);
  }
}

/** Puts back what a run that was killed in the middle of a proof left aside. */
export async function endProofPlace({
  checkout,
  home,
}: Pick<RunFolders, 'checkout' | 'home'>): Promise<void> {
  for (const folder of [checkout, home]) {
    const kept = `${folder}.aside`;
    if (!existsSync(kept)) continue;
    await rm(folder, { recursive: true, force: true });
    await rename(kept, folder);
  }
}

/** Exports a tree to where the checkout is, with the copies of `start`, and does `work` there. */
export async function inProofPlace<T>(
  run: CheckedOutRun,
  start: KeptFolders,
  {
    requireSandbox,
    commandEnvironment,
    ...tree
  }: PlaceTree & Pick<RunOptions, 'requireSandbox' | 'commandEnvironment'>,
  work: (place: ProofPlace) => Promise<T>,
): Promise<T> {
  const { checkout: root, home, proofOut: outDir } = run.folders;
  const { signal } = run;
  return aside(root, () =>
    aside(home, async () => {
      await copyTree(start.home, home, signal);
      await mkdir(root, { mode: 0o700 });
      for (const path of start.paths) await copyTree(join(start.tree, path), join(root, path), signal);
      const treeSha = await run.host.exportTree(run.checkout, { ...tree, folder: root, signal });
      const network = (run.context.route.egress ?? []).length > 0;
      const workspace = await LocalWorkspace.open({
        root,
        outDir,
        home,
        requireSandbox,
        network,
        commandEnvironment,
      });
      try {
        return await work({ treeSha, workspace });
      } finally {
        await workspace.close();
      }
    }),
  );
}
