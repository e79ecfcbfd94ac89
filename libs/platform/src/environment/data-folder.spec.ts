import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataInCatalogError, makeDataFolder } from './data-folder';

let dir: string;
let catalog: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'anton-data-folder-'));
  catalog = join(dir, 'catalog');
  mkdirSync(catalog);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const make =
  (data: string, of = catalog) =>
  () =>
    makeDataFolder({ ANTON_DATA_DIR: data, ANTON_CATALOG_DIR: of });

describe('makeDataFolder', () => {
  it('refuses one in the catalog, whether it exists or not, and makes nothing', () => {
    for (const data of [catalog, join(catalog, '.anton'), join(catalog, 'a/b/c'), join(catalog, 'x/../y')]) {
      expect(make(data)).toThrow(DataInCatalogError);
      if (data !== catalog) expect(existsSync(data)).toBe(false);
    }
    expect(make('.anton', '.')).toThrow(/^ANTON_DATA_DIR, \.anton, lies in ANTON_CATALOG_DIR, \.$/);
  });

  it('sees through links, in either of the two', () => {
    symlinkSync(catalog, join(dir, 'link'));
    expect(make(join(dir, 'link', 'data'))).toThrow(DataInCatalogError);
    expect(make(join(catalog, 'data'), join(dir, 'link'))).toThrow(DataInCatalogError);
  });

  it.each(['data', 'catalog-data', '..data', '.'])(
    'makes %s beside or above it, for its user only',
    (name) => {
      const data = join(dir, name);
      make(data)();
      make(data)();
      expect(statSync(data).mode & 0o077).toBe(0);
    },
  );
});
