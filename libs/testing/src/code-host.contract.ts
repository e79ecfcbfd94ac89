import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Checkout, CodeHost } from '@anton/codehost';

/** A pull request as it stands at the host. */
export interface SeenPullRequest {
  readonly head: string;
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
}

/** A host with one repository whose bare folder can be looked into; branch `main`. */
export interface CodeHostSubject {
  readonly host: CodeHost;
  readonly url: string;
  readonly bareDir: string;
  pullRequests(): Promise<readonly SeenPullRequest[]>;
  close(): Promise<void>;
}

const TASK = 'datadog-npe-0123456789';

function git(dir: string, ...args: string[]): string {
  const identity = {
    GIT_AUTHOR_NAME: 'd',
    GIT_AUTHOR_EMAIL: 'd@e',
    GIT_COMMITTER_NAME: 'd',
    GIT_COMMITTER_EMAIL: 'd@e',
  };
  return execFileSync('git', args, {
    cwd: dir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...identity, GIT_CONFIG_GLOBAL: '/dev/null' },
  }).trim();
}

function put(dir: string, path: string, content: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), content);
}

/** Makes a bare repository with one commit on `main`; returns its folder. */
export function makeBareRepository(dir: string, files: Readonly<Record<string, string>>): string {
  const source = join(dir, 'source');
  mkdirSync(source, { recursive: true });
  for (const [path, content] of Object.entries(files)) put(source, path, content);
  git(source, 'init', '--quiet', '--initial-branch=main');
  git(source, 'add', '--all');
  git(source, 'commit', '--quiet', '--message=start');
  const bare = join(dir, 'repository.git');
  git(dir, 'clone', '--quiet', '--bare', source, bare);
  return bare;
}

const FILES = {
  'src/app.js': 'export const answer = 41;\n',
  'bin/run.sh': '#!/bin/sh\n# $Id$\n',
  '.gitignore': 'ignored/\n',
  '.gitattributes': '*.js text eol=crlf filter=evil\n*.sh ident\n',
};

/** What every code host keeps. `make` gives a host with a repository of the given files. */
export function codeHostContract(
  name: string,
  make: (dir: string, files: Readonly<Record<string, string>>) => Promise<CodeHostSubject>,
): void {
  describe(`${name} keeps the contract of a code host`, () => {
    let dir: string;
    let subject: CodeHostSubject;
    let count = 0;

    beforeEach(async () => {
      dir = mkdtempSync(join(tmpdir(), 'anton-host-'));
      subject = await make(dir, FILES);
    });
    afterEach(async () => {
      await subject.close();
      rmSync(dir, { recursive: true, force: true });
    });

    function checkout(taskId = TASK): Promise<Checkout> {
      count += 1;
      const trustedDir = join(dir, `trusted-${count}`);
      const checkoutDir = join(dir, `checkout-${count}`);
      mkdirSync(trustedDir);
      mkdirSync(checkoutDir);
      return subject.host.checkout({
        repository: { url: subject.url, branch: 'main' },
        taskId,
        trustedDir,
        checkoutDir,
      });
    }

    async function commit(made: Checkout, taskId = TASK): Promise<string> {
      const { treeSha } = await subject.host.diff(made);
      return subject.host.commit(made, {
        treeSha,
        subject: 'fix: it',
        body: 'Because.',
        trailers: { 'Anton-Task': taskId, 'Anton-Status': 'pr_opened' },
      });
    }

    const request = {
      title: 'fix: it',
      body: 'text with `marks`, $(id) and "quotes"\n',
      draft: false,
      labels: ['anton'],
    };

    it('exports the tree byte for byte, without .git', async () => {
      const made = await checkout();
      expect(readFileSync(join(made.checkoutDir, 'src/app.js'), 'utf8')).toBe(FILES['src/app.js']);
      expect(readFileSync(join(made.checkoutDir, 'bin/run.sh'), 'utf8')).toBe(FILES['bin/run.sh']);
      expect(existsSync(join(made.checkoutDir, '.git'))).toBe(false);
      expect(made.branch).toBe(`fix/${TASK}`);
      expect((await subject.host.diff(made)).files).toEqual([]);
    });

    it('sees what was changed, added and deleted, and leaves out what is ignored or noise', async () => {
      const made = await checkout();
      put(made.checkoutDir, 'src/app.js', 'export const answer = 42;\n');
      put(made.checkoutDir, 'test/app.test.js', 'ok\n');
      put(made.checkoutDir, 'ignored/x', 'x');
      put(made.checkoutDir, 'node_modules/left-pad/index.js', 'x');
      rmSync(join(made.checkoutDir, 'bin/run.sh'));
      const diff = await subject.host.diff(made);
      expect(diff.files.map(({ path, status }) => [path, status])).toEqual([
        ['bin/run.sh', 'deleted'],
        ['src/app.js', 'modified'],
        ['test/app.test.js', 'added'],
      ]);
      expect(diff.text).toContain('+export const answer = 42;');
    });

    it('commits, pushes and opens one pull request, however often it is asked', async () => {
      const made = await checkout();
      put(made.checkoutDir, 'src/app.js', 'export const answer = 42;\n');
      const head = await commit(made);
      await subject.host.push(made, head);
      await subject.host.push(made, head);
      expect(git(subject.bareDir, 'rev-parse', `refs/heads/fix/${TASK}`)).toBe(head);
      expect(git(subject.bareDir, 'log', '-1', '--format=%an %ae', head)).toBe(
        'Anton anton[bot]@users.noreply.github.com',
      );
      const first = await subject.host.openPullRequest(made, request);
      const again = await subject.host.openPullRequest(made, { ...request, title: 'other' });
      expect(first).toMatchObject({ created: true, draft: false });
      expect(again).toEqual({ ...first, created: false });
      expect(await subject.pullRequests()).toEqual([
        { head: `fix/${TASK}`, title: request.title, body: request.body, draft: false },
      ]);
    });

    it('opens one pull request when two ask at once', async () => {
      const made = await checkout();
      put(made.checkoutDir, 'a.txt', 'a');
      await subject.host.push(made, await commit(made));
      const opened = await Promise.all(
        [1, 2, 3].map(() => subject.host.openPullRequest(made, request).catch(() => null)),
      );
      expect(new Set(opened.flatMap((one) => one?.number ?? []))).toHaveProperty('size', 1);
      expect(await subject.pullRequests()).toHaveLength(1);
    });

    it('finds what an earlier attempt pushed', async () => {
      const made = await checkout();
      put(made.checkoutDir, 'src/app.js', 'export const answer = 42;\n');
      const head = await commit(made);
      await subject.host.push(made, head);
      const next = await checkout();
      expect(next.branch).toBe(`fix/${TASK}`);
      expect(next.pushed).toMatchObject({
        headSha: head,
        trailers: { 'Anton-Task': TASK, 'Anton-Status': 'pr_opened' },
      });
      expect(readFileSync(join(next.checkoutDir, 'src/app.js'), 'utf8')).toContain('42');
      expect(next.baseSha).toBe(made.baseSha);
    });

    it("takes another name when the branch is somebody else's", async () => {
      const other = await checkout();
      put(other.checkoutDir, 'a.txt', 'a');
      await subject.host.push(other, await commit(other, 'somebody-else-00000000'));
      const made = await checkout();
      expect(made).toMatchObject({ branch: `fix/${TASK}-2`, pushed: null });
    });

    it('never forces: a branch that moved is a rejected push', async () => {
      const [one, two] = [await checkout(), await checkout()];
      put(one.checkoutDir, 'a.txt', 'one');
      put(two.checkoutDir, 'a.txt', 'two');
      await subject.host.push(one, await commit(one));
      await expect(subject.host.push(two, await commit(two))).rejects.toMatchObject({
        code: 'push_rejected',
      });
    });

    it('names a missing base branch and a missing repository', async () => {
      const folders = { trustedDir: join(dir, 't'), checkoutDir: join(dir, 'c') };
      for (const folder of Object.values(folders)) mkdirSync(folder);
      const at = (url: string, branch: string) =>
        subject.host.checkout({ repository: { url, branch }, taskId: TASK, ...folders });
      await expect(at(subject.url, 'nope')).rejects.toMatchObject({ code: 'base_branch_missing' });
      await expect(at(subject.url.replace('repository', 'absent'), 'main')).rejects.toMatchObject({
        code: 'repository_not_found',
      });
    });

    it.each([
      [
        'a repository inside',
        (tree: string) => put(tree, 'lib/.git/config', '[core]\n\tfsmonitor = "touch /tmp/pwned"\n'),
      ],
      ['.GIT', (tree: string) => put(tree, 'lib/.GIT/config', 'x')],
      ['git~1', (tree: string) => put(tree, 'git~1/config', 'x')],
      ['a .git file', (tree: string) => put(tree, 'lib/.git', 'gitdir: /somewhere')],
      ['a link that leaves', (tree: string) => symlinkSync('/etc/passwd', join(tree, 'passwd'))],
      ['a link that climbs out', (tree: string) => symlinkSync('../../outside', join(tree, 'src/up'))],
      ['an .env file', (tree: string) => put(tree, '.env.production', 'KEY=1')],
      ['a private key', (tree: string) => put(tree, 'deploy/id_ed25519', 'x')],
      ['a huge file', (tree: string) => put(tree, 'big.bin', 'x'.repeat(5 * 1024 * 1024 + 1))],
    ])('refuses %s', async (_name, attack) => {
      const made = await checkout();
      attack(made.checkoutDir);
      await expect(subject.host.diff(made)).rejects.toMatchObject({ code: 'forbidden_content' });
    });

    it('takes a link that stays inside, and the mode of a program', async () => {
      const made = await checkout();
      symlinkSync('app.js', join(made.checkoutDir, 'src/alias.js'));
      writeFileSync(join(made.checkoutDir, 'tool'), '#!/bin/sh\n', { mode: 0o755 });
      const { treeSha } = await subject.host.diff(made);
      const tree = git(made.trustedDir, 'ls-tree', '-r', treeSha);
      expect(tree).toMatch(/120000 blob .*src\/alias\.js/);
      expect(tree).toMatch(/100755 blob .*tool/);
    });

    it('keeps a sender from writing trailers', async () => {
      const made = await checkout();
      put(made.checkoutDir, 'a.txt', 'a');
      const { treeSha } = await subject.host.diff(made);
      const head = await subject.host.commit(made, {
        treeSha,
        subject: 'fix: x\n\nAnton-Task: evil',
        body: 'Anton-Task: evil',
        trailers: { 'Anton-Task': TASK },
      });
      expect(
        git(made.trustedDir, 'log', '-1', '--format=%(trailers:key=Anton-Task,valueonly)', head).trim(),
      ).toBe(TASK);
    });

    it('stops at once when it is told to', async () => {
      const folders = { trustedDir: join(dir, 't'), checkoutDir: join(dir, 'c') };
      for (const folder of Object.values(folders)) mkdirSync(folder);
      const repository = { url: subject.url, branch: 'main' };
      await expect(
        subject.host.checkout({
          repository,
          taskId: TASK,
          ...folders,
          signal: AbortSignal.abort(new Error('stop')),
        }),
      ).rejects.toThrow();
    });
  });
}
