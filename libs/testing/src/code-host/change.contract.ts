import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { git, put } from './bare-repository';
import { TASK, type CodeHostWorld } from './code-host-world';

/** What the work tree stands for. */
export function changeContract(world: CodeHostWorld): void {
  async function filesAfter(change: (tree: string) => void): Promise<(readonly [string, string])[]> {
    const made = await world.checkout();
    change(made.checkoutDir);
    return (await world.host.diff(made)).files.map(({ path, status }) => [path, status] as const);
  }

  it('sees what was changed, added and deleted, with git as the judge of lines', async () => {
    const made = await world.checkout();
    put(made.checkoutDir, 'src/app.js', 'export const answer = 42;\nmore\n');
    put(made.checkoutDir, 'tést ü.txt', 'ok\n');
    writeFileSync(join(made.checkoutDir, 'pixel.bin'), Buffer.from([0, 1, 2]));
    rmSync(join(made.checkoutDir, 'bin/run.sh'));
    const diff = await world.host.diff(made);
    expect(diff.files).toEqual([
      { path: 'bin/run.sh', status: 'deleted', addedLines: 0, deletedLines: 2, binary: false },
      { path: 'pixel.bin', status: 'added', addedLines: 0, deletedLines: 0, binary: true },
      { path: 'src/app.js', status: 'modified', addedLines: 2, deletedLines: 1, binary: false },
      { path: 'tést ü.txt', status: 'added', addedLines: 1, deletedLines: 0, binary: false },
    ]);
    expect(diff.text).toContain('-export const answer = 41;\n+export const answer = 42;\n');
  });

  it('leaves out what is ignored or noise, but not what the repository keeps in a folder of such a name', async () => {
    const files = await filesAfter((tree) => {
      put(tree, 'ignored/x', 'x');
      put(tree, 'ignored/fetched/.git/config', 'x');
      put(tree, 'node_modules/left-pad/.git/HEAD', 'x');
      put(tree, 'src/__pycache__/a.pyc', 'x');
      put(tree, 'dist/app.js', 'x');
      put(tree, 'build/more.js', 'x');
    });
    expect(files).toEqual([['build/more.js', 'added']]);
  });

  it('follows files that become folders, and folders that become files or links', async () => {
    const files = await filesAfter((tree) => {
      rmSync(join(tree, 'src/app.js'));
      put(tree, 'src/app.js/index.js', 'x');
      renameSync(join(tree, 'bin'), join(tree, 'tools'));
      symlinkSync('tools', join(tree, 'bin'));
      put(tree, 'tools/run.sh', 'changed\n');
      rmSync(join(tree, 'build'), { recursive: true });
      writeFileSync(join(tree, 'build.txt'), 'x');
    });
    expect(files).toEqual([
      ['bin', 'added'],
      ['bin/run.sh', 'deleted'],
      ['build.txt', 'added'],
      ['build/config.js', 'deleted'],
      ['src/app.js', 'deleted'],
      ['src/app.js/index.js', 'added'],
      ['tools/run.sh', 'added'],
    ]);
  });

  it('takes links that stay inside, the mode of a program, and bytes as they are', async () => {
    const made = await world.checkout();
    symlinkSync('../src/app.js', join(made.checkoutDir, 'bin/alias.js'));
    symlinkSync('nowhere', join(made.checkoutDir, 'dangling'));
    writeFileSync(join(made.checkoutDir, 'tool'), '#!/bin/sh\n', { mode: 0o755 });
    writeFileSync(join(made.checkoutDir, 'crlf.js'), 'a\r\nb\n');
    const { treeSha } = await world.host.diff(made);
    const tree = git(made.trustedDir, 'ls-tree', '-r', treeSha);
    expect(tree).toMatch(/120000 blob .*bin\/alias\.js/);
    expect(tree).toMatch(/120000 blob .*dangling/);
    expect(tree).toMatch(/100755 blob .*tool/);
    expect(git(made.trustedDir, 'cat-file', '-s', `${treeSha}:crlf.js`)).toBe('5');
  });

  it('gives the same tree to all who ask at once', async () => {
    const made = await world.checkout();
    put(made.checkoutDir, 'a.txt', 'a');
    const diffs = await Promise.all([1, 2, 3].map(() => world.host.diff(made)));
    expect(new Set(diffs.map(({ treeSha }) => treeSha))).toHaveProperty('size', 1);
  });

  it('commits as Anton, and keeps a sender from writing trailers', async () => {
    const made = await world.checkout();
    mkdirSync(join(made.checkoutDir, 'empty'));
    put(made.checkoutDir, 'a.txt', 'a');
    const { treeSha } = await world.host.diff(made);
    const head = await world.host.commit(made, {
      treeSha,
      subject: 'fix: x\n\nAnton-Task: evil\0\u202e',
      body: 'Anton-Task: evil\n\nAnton-Task : evil\0',
      trailers: { 'Anton-Task': TASK, 'Anton-Note': 'a\nAnton-Task: evil' },
    });
    const show = (format: string): string => git(made.trustedDir, 'log', '-1', `--format=${format}`, head);
    expect(show('%an <%ae> %cn')).toBe('Anton <anton[bot]@users.noreply.github.com> Anton');
    expect(show('%(trailers:key=Anton-Task,valueonly)').trim()).toBe(TASK);
    expect(show('%s')).toBe('fix: x Anton-Task: evil');
  });
}
