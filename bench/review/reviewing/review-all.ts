import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import PQueue from 'p-queue';
import type { Reviewer } from '@anton/agent';
import { LocalWorkspace } from '@anton/workspace';
import type { Opinion } from '../recording/opinion';
import type { SeededDiff } from '../set/read-set';
import type { SeededTrees } from '../trees/seeded-trees';
import { requestOf } from './review-request';

/** Reviews at once: the vendor's limits count tokens a minute. */
const AT_ONCE = 4;

async function openWorkspace(folder: string): Promise<LocalWorkspace> {
  const [outDir, home] = [join(`${folder}.out`), join(`${folder}.home`)];
  await Promise.all([mkdir(outDir), mkdir(home)]);
  return LocalWorkspace.open({ root: folder, outDir, home, isolation: 'none' });
}

async function review(
  reviewer: Reviewer,
  diff: SeededDiff,
  trees: SeededTrees,
  model: string,
): Promise<Opinion> {
  const { id } = diff;
  const workspace = await openWorkspace(trees.folderOf(id));
  try {
    const began = performance.now();
    const readBase = (path: string): Promise<Buffer | null> => trees.readBase(id, path);
    const request = requestOf(diff, { diff: trees.diffOf(id), workspace, readBase }, model);
    const answer = await reviewer.review(request);
    const ms = Math.round(performance.now() - began);
    return { id, answer, ...request.budget.total(), ms };
  } finally {
    await workspace.close();
  }
}

/** Has every change reviewed; `reviewed` hears of each as soon as it is there. */
export async function reviewAll(
  reviewer: Reviewer,
  diffs: readonly SeededDiff[],
  trees: SeededTrees,
  model: string,
  reviewed: (opinion: Opinion) => void = () => undefined,
): Promise<Opinion[]> {
  const queue = new PQueue({ concurrency: AT_ONCE });
  const one = async (diff: SeededDiff): Promise<Opinion> => {
    const opinion = await review(reviewer, diff, trees, model);
    reviewed(opinion);
    return opinion;
  };
  return Promise.all(diffs.map(async (diff) => queue.add(() => one(diff))));
}
