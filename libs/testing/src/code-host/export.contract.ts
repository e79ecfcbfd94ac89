import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { git, put } from './bare-repository';
import { FILES, type CodeHostWorld } from './code-host-world';

/** Trees that are written out to be looked at. */
export function exportContract(world: CodeHostWorld): void {
  it('writes a tree byte for byte, and tells which one it is', async () => {
    const made = await world.checkout();
    put(made.checkoutDir, 'src/app.js', 'changed\r\n');
    put(made.checkoutDir, 'ignored/left.txt', 'left\n');
    const { treeSha } = await world.host.diff(made);
    const folder = join(world.dir, 'out');
    mkdirSync(folder);
    expect(await world.host.exportTree(made, { tree: treeSha, folder })).toBe(treeSha);
    expect(readFileSync(join(folder, 'src/app.js'), 'utf8')).toBe('changed\r\n');
    expect(readFileSync(join(folder, 'bin/run.sh'), 'utf8')).toBe(FILES['bin/run.sh']);
    for (const absent of ['.git', 'ignored']) expect(existsSync(join(folder, absent))).toBe(false);
    expect((await world.host.diff(made)).treeSha).toBe(treeSha);
  });

  it('takes single files from another tree', async () => {
    const made = await world.checkout();
    put(made.checkoutDir, 'src/app.js', 'changed\n');
    put(made.checkoutDir, 'test/new.js', 'new\n');
    const { treeSha } = await world.host.diff(made);
    const folder = join(world.dir, 'out');
    mkdirSync(folder);
    const overlay = { tree: treeSha, paths: ['test/new.js', 'gone.js'] };
    const mixed = await world.host.exportTree(made, { tree: made.baseSha, overlay, folder });
    expect(readFileSync(join(folder, 'src/app.js'), 'utf8')).toBe(FILES['src/app.js']);
    expect(readFileSync(join(folder, 'test/new.js'), 'utf8')).toBe('new\n');
    expect(git(made.trustedDir, 'ls-tree', '-r', '--name-only', mixed)).toContain('test/new.js');
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  it('lists what lies beside the files of the repository, ignored or not', async () => {
    const made = await world.checkout();
    put(made.checkoutDir, 'ignored/deep/left.txt', 'left\n');
    put(made.checkoutDir, 'src/app.js', 'changed\n');
    put(made.checkoutDir, 'src/new.js', 'new\n');
    expect((await world.host.untracked(made)).toSorted()).toEqual(['ignored/', 'src/new.js']);
  });
}
