import { copyFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** The index that the checkout was exported by; it knows the times of the files, so that git reads only changed ones. */
export function exportedIndex(trustedDir: string): string {
  return join(trustedDir, 'anton-exported-index');
}

/**
 * Runs `work` with a copy of that index of its own, so that two diffs never meet. The copy keeps the index's time: by it
 * git knows which files may have changed in the second in which they were written, and reads them again.
 */
export async function withIndex<T>(trustedDir: string, work: (indexFile: string) => Promise<T>): Promise<T> {
  const file = join(trustedDir, `anton-index-${crypto.randomUUID()}`);
  try {
    const exported = exportedIndex(trustedDir);
    const { atime, mtime } = await stat(exported);
    await copyFile(exported, file);
    await utimes(file, atime, mtime);
    return await work(file);
  } finally {
    await rm(file, { force: true });
  }
}
