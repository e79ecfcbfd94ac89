import type { ReviewAnswer } from '@anton/agent';
import type { PreparedRun } from '../prepared-run';

type Tree = Pick<PreparedRun, 'host' | 'checkout'>;

/** What a reviewer is shown of one file of the base, at most. */
const MAX_BYTES = 4 * 1024 * 1024;

/** A file as the base commit has it; null when it has none. */
export async function readBase(
  { host, checkout, signal }: Tree & Pick<PreparedRun, 'signal'>,
  path: string,
): Promise<Buffer | null> {
  const choose = (paths: readonly string[]): string[] => paths.filter((one) => one === path);
  const [file] = await host.baseFiles(checkout, { choose, maxBytes: MAX_BYTES, signal });
  return file?.content ?? null;
}

/**
 * A review counts only when the work tree is the same before and after it: what a reviewer wrote, nobody has judged.
 * Else there is no review; the change that is published is the one that the gate checked.
 */
export async function ofOneTree(
  { host, checkout }: Tree,
  review: () => Promise<ReviewAnswer>,
): Promise<ReviewAnswer> {
  const before = await host.diff(checkout);
  const answer = await review();
  const after = await host.diff(checkout);
  return after.treeSha === before.treeSha
    ? answer
    : { kind: 'unavailable', reason: 'a reviewer changed the work tree' };
}
