import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The index that the checkout was exported by; it knows the times of the files, so that git reads only changed ones. */
export function exportedIndex(trustedDir: string): string {
  return join(trustedDir, 'anton-exported-index');
}

/** Runs `work` with a copy of that index of its own, so that two diffs never meet. */
export async function withIndex<T>(trustedDir: string, work: (indexFile: string) => Promise<T>): Promise<T> {
  const file = join(trustedDir, `anton-index-${crypto.randomUUID()}`);
  try {
    await copyFile(exportedIndex(trustedDir), file);
    return await work(file);
  } finally {
    await rm(file, { force: true });
  }
}
