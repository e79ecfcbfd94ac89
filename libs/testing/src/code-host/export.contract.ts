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

  it('writes the tree of a checkout that another process prepared, and compares it there', async () => {
    const made = await world.checkout();
    const checkoutDir = join(world.dir, 'elsewhere');
    mkdirSync(checkoutDir);
    const elsewhere = { ...made, checkoutDir };
    await world.host.reopen(elsewhere);
    expect((await world.host.diff(elsewhere)).files).toEqual([]);
    put(checkoutDir, 'src/app.js', 'changed\n');
    put(made.checkoutDir, 'src/other.js', 'not here\n');
    expect((await world.host.diff(elsewhere)).files.map(({ path }) => path)).toEqual(['src/app.js']);
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

  it('reads files as the base has them, whatever was pushed since and lies in the tree', async () => {
    const first = await world.checkout();
    put(first.checkoutDir, 'src/app.js', 'export const answer = 42;\n');
    await world.host.push(first, await world.commit(first));
    const made = await world.checkout();
    put(made.checkoutDir, 'bin/run.sh', 'changed\n');
    let seen: readonly string[] = [];
    const read = (maxBytes: number) =>
      world.host.baseFiles(made, {
        choose: (paths) => {
          seen = paths;
          return ['src/app.js', 'absent', 'bin/run.sh'];
        },
        maxBytes,
      });
    const text = (files: Awaited<ReturnType<typeof read>>) =>
      files.map(({ path, content }) => [path, content.toString('utf8')]);
    expect(text(await read(1_000))).toEqual([
      ['src/app.js', FILES['src/app.js']],
      ['bin/run.sh', FILES['bin/run.sh']],
    ]);
    expect(seen.toSorted()).toEqual(Object.keys(FILES).toSorted());
    expect(text(await read(6))).toEqual([['src/app.js', 'export']]);
  });

  it('lists what lies beside the files of the repository, ignored or not', async () => {
    const made = await world.checkout();
    put(made.checkoutDir, 'ignored/deep/left.txt', 'left\n');
    put(made.checkoutDir, 'src/app.js', 'changed\n');
    put(made.checkoutDir, 'src/new.js', 'new\n');
    expect((await world.host.untracked(made)).toSorted()).toEqual(['ignored/', 'src/new.js']);
  });
}
