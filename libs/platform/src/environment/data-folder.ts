import { mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { PermanentError } from '@anton/contracts';

/** The data folder lies in the catalog's: the watch of the catalog would see every write of the queue as a change. */
export class DataInCatalogError extends PermanentError {
  constructor(dataDir: string, catalogDir: string) {
    super(`ANTON_DATA_DIR, ${dataDir}, lies in ANTON_CATALOG_DIR, ${catalogDir}`, {
      code: 'data_in_catalog',
      remedy:
        'Set ANTON_DATA_DIR to a folder outside of the catalog: the catalog is watched, and every write of the queue or of the ledger would have it read again.',
    });
  }
}

/** Where the variables say that data and catalog are. */
interface Folders {
  readonly ANTON_DATA_DIR: string;
  readonly ANTON_CATALOG_DIR: string;
}

/**
 * Makes the data folder, for this user only, when it is not there.
 * @throws DataInCatalogError when it is the catalog's or lies below it, by whatever links.
 */
export function makeDataFolder({ ANTON_DATA_DIR, ANTON_CATALOG_DIR }: Folders): void {
  const way = relative(physical(resolve(ANTON_CATALOG_DIR)), physical(resolve(ANTON_DATA_DIR)));
  const isOutside = isAbsolute(way) || /^\.\.(?:[/\\]|$)/.test(way);
  if (!isOutside) throw new DataInCatalogError(ANTON_DATA_DIR, ANTON_CATALOG_DIR);
  mkdirSync(ANTON_DATA_DIR, { recursive: true, mode: 0o700 });
}

/** Without links, as far as the path exists. */
function physical(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(physical(parent), basename(path));
  }
}
