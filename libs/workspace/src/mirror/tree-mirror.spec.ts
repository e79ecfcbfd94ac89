import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalWorkspace } from '../adapters/local/local.workspace';
import type { TreeEntry } from '../workspace.port';
import { TreeMirror } from './tree-mirror';

let dir: string;
let root: string;
let folder: string;
let workspace: LocalWorkspace;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'anton-mirror-'));
  [root, folder] = [join(dir, 'root'), join(dir, 'mirror')];
  for (const name of ['root/src', 'out', 'home']) mkdirSync(join(dir, name), { recursive: true });
  writeFileSync(join(root, 'src/a.txt'), 'a');
  cpSync(root, folder, { recursive: true });
  workspace = await LocalWorkspace.open({
    root,
    outDir: join(dir, 'out'),
    home: join(dir, 'home'),
    isolation: 'none',
  });
});
afterEach(async () => {
  await workspace.close();
  rmSync(dir, { recursive: true, force: true });
});

const isSame = (): void => void execFileSync('diff', ['-r', '--no-dereference', root, folder]);

function put(path: string, content: string): void {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
}

function isNoFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
}

describe('TreeMirror', () => {
  it('follows files, modes, links, and folders that become files', async () => {
    const mirror = await TreeMirror.ofExported(workspace, { folder, skip: [] });
    put('deep/er/b.txt', 'b');
    symlinkSync('../src/a.txt', join(root, 'deep/link'));
    symlinkSync('/etc/passwd', join(root, 'out-link'));
    chmodSync(join(root, 'src/a.txt'), 0o755);
    await mirror.update();
    isSame();
    expect(statSync(join(folder, 'src/a.txt')).mode & 0o100).toBe(0o100);
    rmSync(join(root, 'deep'), { recursive: true });
    put('deep', 'a file now');
    rmSync(join(root, 'src/a.txt'));
    put('src/a.txt/c', 'a folder now');
    rmSync(join(root, 'out-link'));
    put('out-link/x', 'no link any more');
    await mirror.update();
    isSame();
  });

  it('follows whatever happens to a tree', async () => {
    const path = fc.constantFrom('a', 'b', 'a/x', 'a/y', 'a/x/z', 'b/x', 'c/d/e');
    const step = fc.record({
      path,
      kind: fc.constantFrom('write', 'link', 'remove'),
      text: fc.string({ maxLength: 5 }),
    });
    const mirror = await TreeMirror.ofExported(workspace, { folder, skip: [] });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        for (const { path: at, kind, text } of steps) {
          const full = join(root, at);
          const parts = at.split('/').slice(0, -1);
          const isBlocked = parts.some((_, index) => isNoFolder(join(root, ...parts.slice(0, index + 1))));
          if (isBlocked) continue;
          rmSync(full, { recursive: true, force: true });
          if (kind === 'remove') continue;
          mkdirSync(dirname(full), { recursive: true });
          if (kind === 'write') writeFileSync(full, text);
          else symlinkSync('nowhere', full);
        }
        await mirror.update();
        execFileSync('bash', [
          '-c',
          `diff <(cd ${root} && find . ! -type d | sort) <(cd ${folder} && find . ! -type d | sort)`,
        ]);
        execFileSync('bash', ['-c', `cd ${root} && find . -type f -exec cmp {} ${folder}/{} \\;`]);
      }),
      { numRuns: 25 },
    );
  });

  it('leaves out what builds fill, and keeps what the repository has of that name', async () => {
    mkdirSync(join(folder, 'lib/target'), { recursive: true });
    put('lib/target/kept.txt', 'kept');
    const mirror = await TreeMirror.ofExported(workspace, { folder, skip: ['node_modules', 'target'] });
    put('node_modules/x/index.js', 'x');
    put('target/out.class', 'x');
    put('lib/target/kept.txt', 'changed');
    await mirror.update();
    expect(readdirSync(folder).toSorted()).toEqual(['lib', 'src']);
    expect(readFileSync(join(folder, 'lib/target/kept.txt'), 'utf8')).toBe('changed');
  });

  it('shows that there is a repository inside, and none of its content', async () => {
    const mirror = await TreeMirror.ofExported(workspace, { folder, skip: [] });
    put('sub/.GIT/config', '[core]\n\tfsmonitor = touch /tmp/owned');
    await mirror.update();
    expect(readdirSync(join(folder, 'sub'))).toEqual(['.GIT']);
    expect(readdirSync(join(folder, 'sub/.GIT'))).toEqual([]);
  });

  it('has an empty file for one that is too large to be wanted', async () => {
    const mirror = await TreeMirror.ofExported(workspace, { folder, skip: [] });
    execFileSync('truncate', ['-s', '9M', join(root, 'big')]);
    await mirror.update();
    expect(statSync(join(folder, 'big'))).toMatchObject({ size: 9 * 2 ** 20, blocks: 0 });
  });

  const entry = (path: string, more: Partial<TreeEntry> = {}): TreeEntry => ({
    path,
    kind: 'file',
    executable: false,
    size: 1,
    target: null,
    version: '1',
    ...more,
  });
  it.each([
    ['climbs', [entry('../owned')]],
    ['is absolute', [entry('/tmp/owned')]],
    ['climbs in the middle', [entry('a/../../owned')]],
    ['writes through a link of its own', [entry('a', { kind: 'symlink', target: '/tmp' }), entry('a/owned')]],
    ['configures git', [entry('.git/config')]],
    ['configures git in another spelling', [entry('sub/.Git /config')]],
    ['is there twice', [entry('a'), entry('a')]],
    ['has an empty name', [entry('a//b')]],
  ])('takes nothing of a listing in which a path %s', async (_what, entries) => {
    const mirror = await TreeMirror.ofExported(workspace, { folder, skip: [] });
    vi.spyOn(workspace, 'tree').mockResolvedValue(entries);
    await expect(mirror.update()).rejects.toMatchObject({ code: 'workspace_outside' });
    expect(readdirSync(dir).toSorted()).toEqual(['home', 'mirror', 'out', 'root']);
    isSame();
  });
});
