import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCatalog, type CatalogSnapshot } from '@anton/catalog';
import { SET_FOLDER } from '../set/read-set';

/** The shipped templates, skills and sources with the repositories of the set. */
export class CatalogFolder {
  private constructor(readonly dir: string) {}

  static async create(): Promise<CatalogFolder> {
    const dir = await mkdtemp(join(tmpdir(), 'anton-routing-'));
    await cp('catalog', dir, { recursive: true });
    await cp(join(SET_FOLDER, 'repositories.yaml'), join(dir, 'repositories.yaml'));
    return new CatalogFolder(dir);
  }

  /** @throws CatalogError */
  async read(): Promise<CatalogSnapshot> {
    return readCatalog(this.dir);
  }

  async remove(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }
}
