import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bad, good, type Finding } from './finding';

/** Whether the data folder can be written. */
export async function checkDataFolder(dir: string): Promise<Finding> {
  const file = join(dir, `.doctor-${crypto.randomUUID()}`);
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await writeFile(file, 'x', { flush: true });
    await rm(file);
    return good('data folder', dir);
  } catch (error) {
    return bad(
      'data folder',
      error instanceof Error ? error.message : String(error),
      'Set ANTON_DATA_DIR to a folder that can be written.',
    );
  }
}
