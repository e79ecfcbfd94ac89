import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keptRef } from '@anton/codehost';
import { git, put } from './bare-repository';
import { TASK, type CodeHostWorld } from './code-host-world';

const REF = keptRef(TASK);

/** What stays of work that was broken off: at the host, and in the work tree. */
export function keepContract(world: CodeHostWorld): void {
  const unfinished = (treeSha: string, taskId = TASK) => ({
    treeSha,
    subject: 'Unfinished work',
    body: '',
    trailers: { 'Anton-Task': taskId },
  });
  const standing = (): string => git(world.subject.bareDir, 'for-each-ref', '--format=%(objectname)', REF);

  /** A commit of somebody else on the base branch. */
  function move(file: string): void {
    const work = join(world.dir, `work-${file}`);
    git(world.dir, 'clone', '--quiet', world.subject.bareDir, work);
    put(work, file, 'x');
    git(work, 'add', '--all');
    git(work, 'commit', '--quiet', '--message=more');
    git(work, 'push', '--quiet', 'origin', 'HEAD:main');
  }

  it('keeps unfinished work beside the branches, on its own base, until it is dropped', async () => {
    const first = await world.checkout();
    put(first.checkoutDir, 'new/file.js', 'half\n');
    const { treeSha } = await world.host.diff(first);
    const headSha = await world.host.keep(first, unfinished(treeSha), null);
    expect(standing()).toBe(headSha);
    expect(git(world.subject.bareDir, 'for-each-ref', 'refs/heads/fix')).toBe('');
    move('later.txt');
    const second = await world.checkout();
    expect(second).toMatchObject({ pushed: null, baseSha: first.baseSha, kept: { headSha, treeSha } });
    expect(existsSync(join(second.checkoutDir, 'new/file.js'))).toBe(false);
    await world.host.restore(second, treeSha);
    expect(readFileSync(join(second.checkoutDir, 'new/file.js'), 'utf8')).toBe('half\n');
    put(second.checkoutDir, 'new/file.js', 'more\n');
    const { treeSha: more } = await world.host.diff(second);
    await expect(world.host.keep(second, unfinished(more), null)).rejects.toMatchObject({
      code: 'push_rejected',
    });
    const next = await world.host.keep(second, unfinished(more), headSha);
    await expect(world.host.dropKept(second, headSha)).rejects.toMatchObject({ code: 'push_rejected' });
    await world.host.dropKept(second, next);
    expect(standing()).toBe('');
  });

  it('goes on from nothing that is not its own, or stands on something else', async () => {
    const made = await world.checkout();
    put(made.checkoutDir, 'a.txt', 'a');
    const { treeSha } = await world.host.diff(made);
    const foreign = await world.host.keep(made, unfinished(treeSha, 'somebody-else-00000000'), null);
    expect(await world.checkout()).toMatchObject({ kept: null });
    await world.host.dropKept(made, foreign);
    const stray = { ...made, baseSha: foreign };
    const headSha = await world.host.keep(stray, unfinished(treeSha), null);
    const second = await world.checkout();
    expect(second).toMatchObject({ baseSha: made.baseSha, kept: { headSha, treeSha: null } });
  });

  it('makes the work tree stand for a tree again, and leaves alone what is ignored', async () => {
    const made = await world.checkout();
    const { checkoutDir: dir } = made;
    put(dir, 'src/app.js', 'second\n');
    put(dir, 'added/deep/a.txt', 'a');
    rmSync(join(dir, 'bin'), { recursive: true });
    put(dir, 'ignored/cache', 'kept');
    put(dir, 'node_modules/left-pad/index.js', 'kept');
    const { treeSha } = await world.host.diff(made);
    const first = await world.host.checkpoint(made, treeSha, null);
    expect(git(made.trustedDir, 'rev-parse', 'refs/anton/checkpoint^{tree}')).toBe(treeSha);
    put(dir, 'src/app.js', 'third\n');
    put(dir, 'bin/run.sh', 'x');
    rmSync(join(dir, 'added'), { recursive: true });
    put(dir, 'added', 'now a file');
    mkdirSync(join(dir, 'scratch'));
    put(dir, 'scratch/b.txt', 'b');
    await world.host.restore(made, treeSha);
    expect((await world.host.diff(made)).treeSha).toBe(treeSha);
    expect(existsSync(join(dir, 'scratch'))).toBe(false);
    expect(readFileSync(join(dir, 'ignored/cache'), 'utf8')).toBe('kept');
    expect(readFileSync(join(dir, 'node_modules/left-pad/index.js'), 'utf8')).toBe('kept');
    const other = (await world.host.diff(made, `${made.baseSha}^{tree}`)).files;
    expect(other).toEqual([]);
    await world.host.checkpoint(made, treeSha, first);
    expect(git(made.trustedDir, 'rev-list', '--count', 'refs/anton/checkpoint')).not.toBe('1');
    await expect(world.host.restore(made, 'f'.repeat(40))).rejects.toThrow(/./);
  });
}
