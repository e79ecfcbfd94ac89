import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

const NEW_FILE_MODE = 0o644;

async function modeOf(real: string): Promise<number> {
  try {
    return (await lstat(real)).mode & 0o777;
  } catch {
    return NEW_FILE_MODE;
  }
}

/** Creates or replaces a file atomically; keeps the mode of an existing one. */
export async function writeAtomically(real: string, content: Buffer): Promise<void> {
  await mkdir(dirname(real), { recursive: true });
  const partial = `${real}.${crypto.randomUUID()}.partial`;
  try {
    const file = await open(partial, 'wx');
    try {
      await file.chmod(await modeOf(real));
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    await rename(partial, real);
  } finally {
    await rm(partial, { force: true });
  }
}
