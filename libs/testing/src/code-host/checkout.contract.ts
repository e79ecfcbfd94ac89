import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { git, gitWith, put } from './bare-repository';
import { FILES, TASK, type CodeHostWorld } from './code-host-world';

/** What an attempt starts from. */
export function checkoutContract(world: CodeHostWorld): void {
  it('exports the tree byte for byte, without .git', async () => {
    const made = await world.checkout();
    for (const [path, content] of Object.entries(FILES))
      expect(readFileSync(join(made.checkoutDir, path), 'utf8')).toBe(content);
    expect(existsSync(join(made.checkoutDir, '.git'))).toBe(false);
    expect(made).toMatchObject({ branch: `fix/${TASK}`, pushed: null });
    expect((await world.host.diff(made)).files).toEqual([]);
  });

  it('keeps modes, links and the place of a submodule', async () => {
    const work = join(world.dir, 'work');
    git(world.dir, 'clone', '--quiet', world.subject.bareDir, work);
    const sha = git(work, 'rev-parse', 'HEAD');
    const link = git(work, 'rev-parse', 'HEAD:src/app.js');
    git(work, 'update-index', '--add', '--cacheinfo', `160000,${sha},vendor/module`);
    git(work, 'update-index', '--add', '--cacheinfo', `120000,${link},alias`);
    git(work, 'update-index', '--chmod=+x', 'bin/run.sh');
    git(work, 'commit', '--quiet', '--message=more');
    git(work, 'push', '--quiet', 'origin', 'HEAD:main');
    const made = await world.checkout();
    expect(statSync(join(made.checkoutDir, 'bin/run.sh')).mode & 0o111).not.toBe(0);
    put(made.checkoutDir, 'src/app.js', 'changed\n');
    const diff = await world.host.diff(made);
    expect(diff.files.map(({ path }) => path)).toEqual(['src/app.js']);
    expect(git(made.trustedDir, 'ls-tree', '-r', diff.treeSha)).toMatch(/160000 commit .*vendor\/module/);
  });

  it('continues what earlier attempts of the task pushed, and compares with the same base', async () => {
    const first = await world.checkout();
    put(first.checkoutDir, 'src/app.js', 'export const answer = 42;\n');
    const head = await world.commit(first, TASK, 'tests_failing');
    await world.host.push(first, head);
    const second = await world.checkout();
    expect(second).toMatchObject({ branch: `fix/${TASK}`, baseSha: first.baseSha });
    expect(second.pushed).toEqual({
      headSha: head,
      subject: 'fix: it',
      trailers: { 'Anton-Task': TASK, 'Anton-Status': 'tests_failing' },
    });
    expect(readFileSync(join(second.checkoutDir, 'src/app.js'), 'utf8')).toContain('42');
    put(second.checkoutDir, 'more.txt', 'more\n');
    await world.host.push(second, await world.commit(second));
    const third = await world.checkout();
    expect(third).toMatchObject({
      baseSha: first.baseSha,
      pushed: { trailers: { 'Anton-Status': 'pr_opened' } },
    });
    const { files } = await world.host.diff(third);
    expect(files.map(({ path }) => path)).toEqual(['more.txt', 'src/app.js']);
  });

  it("takes another name when the branch is somebody else's", async () => {
    const other = await world.checkout();
    put(other.checkoutDir, 'a.txt', 'a');
    await world.host.push(other, await world.commit(other, 'somebody-else-00000000'));
    expect(await world.checkout()).toMatchObject({ branch: `fix/${TASK}-2`, pushed: null });
  });

  it('names a missing repository and a missing base branch, whatever it is called', async () => {
    const absent = world.subject.url.replace('repository', 'absent');
    await expect(world.checkout({ url: absent })).rejects.toMatchObject({ code: 'repository_not_found' });
    for (const branch of [
      'nope',
      'main:refs/heads/evil',
      '--upload-pack=id',
      '*',
      'a b',
      'x\ny',
      'main^{tree}',
      '',
    ])
      await expect(world.checkout({ branch })).rejects.toMatchObject({ code: 'base_branch_missing' });
  });

  it('refuses a base whose tree holds .git', async () => {
    const { bareDir } = world.subject;
    const blob = git(bareDir, 'rev-parse', 'main:src/app.js');
    const inner = gitWith(`100644 blob ${blob}\tconfig\n`, bareDir, 'mktree');
    const tree = gitWith(`040000 tree ${inner}\t.git\n`, bareDir, 'mktree');
    git(bareDir, 'update-ref', 'refs/heads/main', git(bareDir, 'commit-tree', '-m', 'evil', tree));
    await expect(world.checkout()).rejects.toMatchObject({ code: 'forbidden_content' });
  });

  it('stops at once when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(world.checkout({ signal })).rejects.toThrow('stop');
  });
}
