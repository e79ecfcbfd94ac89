import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Creates or replaces a file atomically; keeps the mode of an existing one. */
export async function writeAtomically(real: string, content: Buffer): Promise<void> {
  await mkdir(dirname(real), { recursive: true });
  const mode = await lstat(real).then(
    (stat) => stat.mode & 0o777,
    () => 0o644,
  );
  const partial = `${real}.${crypto.randomUUID()}.partial`;
  try {
    await writeFile(partial, content, { mode, flag: 'wx' });
    await rename(partial, real);
  } finally {
    await rm(partial, { force: true });
  }
}
