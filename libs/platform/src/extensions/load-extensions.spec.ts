import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadExtensions } from './load-extensions';

const dir = mkdtempSync(join(tmpdir(), 'anton-extension-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function pack(name: string, source: string): string {
  const folder = join(dir, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, type: 'module', main: 'index.js' }));
  writeFileSync(join(folder, 'index.js'), source);
  return folder;
}

describe('loadExtensions', () => {
  it('is empty without specifiers', async () => {
    expect(await loadExtensions(' , ', 'runner')).toEqual([]);
  });

  it('gives the modules of the asked application, in order', async () => {
    const one = pack('one', 'export const extension = { runner: [class A {}], ingester: [class X {}] };');
    const two = pack('two', 'export const extension = { runner: [class B {}] };');
    const modules = await loadExtensions(`${one}, ${two}`, 'runner');
    expect(modules.map((module) => (module as { name: string }).name)).toEqual(['A', 'B']);
  });

  it('stops with a remedy when a package exports none', async () => {
    await expect(loadExtensions(pack('none', 'export const x = 1;'), 'runner')).rejects.toMatchObject({
      code: 'extension_invalid',
    });
  });

  it('stops when the package does not exist', async () => {
    await expect(loadExtensions('@acme/does-not-exist', 'runner')).rejects.toMatchObject({
      code: 'extension_invalid',
    });
  });
});
