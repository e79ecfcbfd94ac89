import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
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
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Workspace } from '@anton/workspace';
import { isRunning } from './is-running';
import { programContract } from './program.contract';

/** Where a subject's workspace lies; `root` can be looked into. */
export interface WorkspacePlace {
  readonly root: string;
  readonly outDir: string;
  readonly home: string;
}

/** What every workspace keeps. `open` makes one over the given folders. */
export function workspaceContract(name: string, open: (place: WorkspacePlace) => Promise<Workspace>): void {
  describe(`${name} keeps the contract of a workspace`, () => {
    let dir: string;
    let place: WorkspacePlace;
    let workspace: Workspace;

    beforeEach(async () => {
      dir = mkdtempSync(join(tmpdir(), 'anton-workspace-'));
      place = { root: join(dir, 'root'), outDir: join(dir, 'out'), home: join(dir, 'home') };
      for (const folder of Object.values(place)) mkdirSync(folder as string);
      writeFileSync(join(dir, 'secret.txt'), 'outside');
      mkdirSync(join(place.root, 'src'));
      writeFileSync(join(place.root, 'src/app.ts'), 'const one = 1;\nconst two = 2;\n');
      workspace = await open(place);
    });
    afterEach(async () => {
      await workspace.close();
      rmSync(dir, { recursive: true, force: true });
    });

    const run = (command: string, more: Partial<Parameters<Workspace['exec']>[0]> = {}) =>
      workspace.exec({ command, timeoutMs: 20_000, ...more });

    describe('files', () => {
      it('reads, and says what it cannot read', async () => {
        expect((await workspace.read('src/app.ts', 1_000)).toString()).toContain('two');
        await expect(workspace.read('absent', 10)).rejects.toMatchObject({ code: 'workspace_not_found' });
        await expect(workspace.read('src', 10)).rejects.toMatchObject({ code: 'workspace_is_directory' });
        await expect(workspace.read('src/app.ts', 10)).rejects.toMatchObject({ code: 'workspace_too_large' });
      });

      it('writes new files with their folders, and keeps the mode of old ones', async () => {
        writeFileSync(join(place.root, 'tool.sh'), 'old');
        chmodSync(join(place.root, 'tool.sh'), 0o775);
        await workspace.write('tool.sh', Buffer.from('new'));
        await workspace.write('a/b/c.txt', Buffer.from('deep'));
        expect(statSync(join(place.root, 'tool.sh')).mode & 0o777).toBe(0o775);
        expect(readFileSync(join(place.root, 'a/b/c.txt'), 'utf8')).toBe('deep');
        expect(readdirSync(place.root).filter((file) => file.includes('partial'))).toEqual([]);
      });

      it.each([
        '../secret.txt',
        '/etc/passwd',
        'src/../../secret.txt',
        'link.txt',
        'folder/secret.txt',
        'dangling',
        'src/\0x',
      ])('never reads or writes %j', async (path) => {
        symlinkSync(join(dir, 'secret.txt'), join(place.root, 'link.txt'));
        symlinkSync(dir, join(place.root, 'folder'));
        symlinkSync(join(dir, 'not-yet'), join(place.root, 'dangling'));
        await expect(workspace.read(path, 1_000)).rejects.toMatchObject({ code: 'workspace_outside' });
        await expect(workspace.write(path, Buffer.from('x'))).rejects.toMatchObject({
          code: 'workspace_outside',
        });
        expect(readFileSync(join(dir, 'secret.txt'), 'utf8')).toBe('outside');
        expect(existsSync(join(dir, 'not-yet'))).toBe(false);
      });

      it('is not held up by a pipe that nobody writes to', async () => {
        execFileSync('mkfifo', [join(place.root, 'pipe')]);
        await expect(workspace.read('pipe', 10)).rejects.toMatchObject({ code: 'workspace_not_a_file' });
      });

      it('refuses to write a log', async () => {
        await expect(workspace.write('@out/001.log', Buffer.from('x'))).rejects.toMatchObject({
          code: 'workspace_outside',
        });
      });

      it('refuses to write below .git', async () => {
        await expect(workspace.write('.git/hooks/pre-commit', Buffer.from('x'))).rejects.toMatchObject({
          code: 'workspace_outside',
        });
        await expect(workspace.write('sub/.GIT/config', Buffer.from('x'))).rejects.toMatchObject({
          code: 'workspace_outside',
        });
      });

      it('lists a folder, sorted and bounded', async () => {
        for (const file of ['b', 'a', 'c']) writeFileSync(join(place.root, file), file);
        expect(await workspace.list('.', 3)).toEqual({
          entries: [
            { path: 'a', kind: 'file', size: 1 },
            { path: 'b', kind: 'file', size: 1 },
            { path: 'c', kind: 'file', size: 1 },
          ],
          more: true,
        });
      });

      it('lists the whole tree, without what is to be left out and without the inside of a .git', async () => {
        for (const folder of ['node_modules/x', 'kept/node_modules', 'sub/.git/hooks'])
          mkdirSync(join(place.root, folder), { recursive: true });
        for (const file of ['node_modules/x/a.js', 'kept/node_modules/b.js', 'sub/.git/config'])
          writeFileSync(join(place.root, file), 'x', { mode: 0o755 });
        symlinkSync('../../secret.txt', join(place.root, 'src/link'));
        const request = { skip: ['node_modules'], keep: ['kept/node_modules'], maxEntries: 10 };
        const entries = await workspace.tree(request);
        const shown = entries.map(({ path, kind, executable, target }) => ({
          path,
          kind,
          executable,
          target,
        }));
        expect(shown.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
          { path: 'kept/node_modules/b.js', kind: 'file', executable: true, target: null },
          { path: 'src/app.ts', kind: 'file', executable: false, target: null },
          { path: 'src/link', kind: 'symlink', executable: false, target: '../../secret.txt' },
          { path: 'sub/.git', kind: 'other', executable: false, target: null },
        ]);
        await expect(workspace.tree({ ...request, maxEntries: 2 })).rejects.toMatchObject({
          code: 'workspace_too_large',
        });
      });

      it('gives a file that was changed another version', async () => {
        const request = { skip: [], keep: [], maxEntries: 10 };
        const version = async () => (await workspace.tree(request))[0]?.version;
        const before = await version();
        expect(await version()).toBe(before);
        await workspace.write('src/app.ts', Buffer.from('const one = 1;\nconst two = 3;\n'));
        expect(await version()).not.toBe(before);
      });

      it('searches, and takes a bad pattern for an answer', async () => {
        const found = await workspace.grep({ pattern: 'const \\w+', maxMatches: 1, timeoutMs: 10_000 });
        expect(found).toEqual({
          matches: [{ path: 'src/app.ts', line: 1, text: 'const one = 1;' }],
          more: true,
        });
        expect(
          (await workspace.grep({ pattern: 'nothing here', maxMatches: 5, timeoutMs: 10_000 })).matches,
        ).toEqual([]);
        await expect(
          workspace.grep({ pattern: '(', maxMatches: 5, timeoutMs: 10_000 }),
        ).rejects.toMatchObject({ code: 'workspace_bad_pattern' });
        await expect(
          workspace.grep({ pattern: 'x', path: '..', maxMatches: 5, timeoutMs: 10_000 }),
        ).rejects.toMatchObject({ code: 'workspace_outside' });
        await expect(
          workspace.grep({ pattern: 'x', path: 'absent', maxMatches: 5, timeoutMs: 10_000 }),
        ).rejects.toMatchObject({ code: 'workspace_not_found' });
      });

      it.each([3, 60])('gives the first matches by path, of %i files with 20 each', async (count) => {
        mkdirSync(join(place.root, 'many'));
        for (let index = count; index > 0; index -= 1)
          writeFileSync(
            join(place.root, 'many', `f${String(index).padStart(2, '0')}`),
            'needle\n'.repeat(20),
          );
        const found = await workspace.grep({ pattern: 'needle', maxMatches: 30, timeoutMs: 10_000 });
        const lines = found.matches.map(({ path, line }) => `${path}:${line}`);
        expect(lines).toEqual([
          ...Array.from({ length: 20 }, (_, index) => `many/f01:${index + 1}`),
          ...Array.from({ length: 10 }, (_, index) => `many/f02:${index + 1}`),
        ]);
        expect(found.more).toBe(true);
      });

      it('searches text that is not UTF-8, and follows no link', async () => {
        writeFileSync(join(place.root, 'latin.txt'), Buffer.from('caf\xe9 au lait\n', 'latin1'));
        symlinkSync(join(dir, 'secret.txt'), join(place.root, 'link.txt'));
        const { matches } = await workspace.grep({
          pattern: 'caf|outside',
          maxMatches: 5,
          timeoutMs: 10_000,
        });
        expect(matches).toEqual([{ path: 'latin.txt', line: 1, text: 'caf\uFFFD au lait' }]);
      });
    });

    describe('commands', () => {
      it('gives output and exit status', async () => {
        expect(await run('echo out; echo err >&2; exit 3')).toMatchObject({
          exitCode: 3,
          ended: 'exited',
          output: { truncated: false },
        });
        expect((await run('pwd; cat', { cwd: 'src' })).output.text).toMatch(/src\n$/);
      });

      it('shows no secret of the runner', async () => {
        const { output } = await run('env; cat /proc/self/environ');
        expect(output.text).not.toContain('canary');
        expect(output.text).toContain('CI=true');
      });

      it('keeps a huge output out of memory and in a log that can be read', async () => {
        const { output } = await run(
          'echo begin; head -c 200000000 /dev/zero | tr "\\0" "x"; echo; echo end',
        );
        expect(output.bytes).toBeGreaterThan(200_000_000);
        expect(output.text.length).toBeLessThan(5_000);
        expect(output.text).toMatch(/^begin[\s\S]*end\n$/);
        expect(output.text).toContain(output.logPath);
        const { matches } = await workspace.grep({
          pattern: '^begin',
          path: output.logPath,
          maxMatches: 1,
          timeoutMs: 20_000,
        });
        expect(matches).toHaveLength(1);
      }, 30_000);

      it('ends a command that takes too long, with everything it started', async () => {
        const marker = `9${Math.floor(Math.random() * 1e8)}`;
        const started = Date.now();
        const result = await run(
          `trap "" TERM; (setsid bash -c 'trap "" TERM; sleep ${marker}' &) ; sleep ${marker}`,
          { timeoutMs: 500 },
        );
        expect(result.ended).toBe('timeout');
        expect(Date.now() - started).toBeLessThan(6_500);
        expect(isRunning(marker)).toBe(false);
      }, 30_000);

      it('leaves nothing behind of a command that ended by itself', async () => {
        const marker = `8${Math.floor(Math.random() * 1e8)}`;
        expect(
          (await run(`sleep ${marker} & nohup setsid sleep ${marker} >/dev/null 2>&1 & disown; echo done`))
            .exitCode,
        ).toBe(0);
        expect(isRunning(marker)).toBe(false);
      }, 30_000);

      it('ends a silent command when asked for', async () => {
        expect((await run('echo hi; sleep 60', { idleTimeoutMs: 500 })).ended).toBe('idle');
      });

      it('says which folder a command cannot run in', async () => {
        await expect(run('true', { cwd: 'absent' })).rejects.toMatchObject({ code: 'workspace_not_found' });
        await expect(run('true', { cwd: 'src/app.ts' })).rejects.toMatchObject({
          code: 'workspace_not_found',
        });
      });

      it('stops when it is told to', async () => {
        const controller = new AbortController();
        const running = run('echo started; sleep 60', { signal: controller.signal });
        controller.abort();
        expect((await running).ended).toBe('aborted');
      });

      it('ends what runs when it is closed', async () => {
        const running = run('sleep 60');
        await workspace.close();
        expect((await running).ended).toBe('aborted');
      });
    });

    programContract(() => workspace);
  });
}
