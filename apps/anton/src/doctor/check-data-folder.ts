import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAntonError } from '@anton/contracts';
import { makeDataFolder } from '@anton/platform';
import { bad, good, type Finding } from './finding';

/** Whether the data folder can be written, and lies where no watch of the catalog sees it. */
export async function checkDataFolder(dataDir: string, catalogDir: string): Promise<Finding> {
  const file = join(dataDir, `.doctor-${crypto.randomUUID()}`);
  try {
    makeDataFolder({ ANTON_DATA_DIR: dataDir, ANTON_CATALOG_DIR: catalogDir });
    await writeFile(file, 'x', { flush: true });
    await rm(file);
    return good('data folder', dataDir);
  } catch (error) {
    return bad(
      'data folder',
      error instanceof Error ? error.message : String(error),
      isAntonError(error) ? error.remedy : 'Set ANTON_DATA_DIR to a folder that can be written.',
    );
  }
}
