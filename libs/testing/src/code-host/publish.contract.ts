import { expect, it } from 'vitest';
import { git, put } from './bare-repository';
import { PULL_REQUEST, TASK, type CodeHostWorld } from './code-host-world';

/** What leaves the machine, however often a step is taken and wherever an attempt ended. */
export function publishContract(world: CodeHostWorld): void {
  const seen = { head: `fix/${TASK}`, title: PULL_REQUEST.title, body: PULL_REQUEST.body };

  it('pushes one branch and opens one pull request, however often it is asked', async () => {
    const made = await world.checkout();
    put(made.checkoutDir, 'src/app.js', 'export const answer = 42;\n');
    const head = await world.commit(made);
    await world.host.push(made, head);
    await world.host.push(made, head);
    expect(git(world.subject.bareDir, 'rev-parse', `refs/heads/fix/${TASK}`)).toBe(head);
    const first = await world.host.openPullRequest(made, PULL_REQUEST);
    const again = await world.host.openPullRequest(made, { ...PULL_REQUEST, title: 'other' });
    expect(first).toMatchObject({ created: true, draft: false });
    expect(again).toEqual({ ...first, created: false });
    expect(await world.subject.pullRequests()).toEqual([{ ...seen, draft: false }]);
    expect(git(world.subject.bareDir, 'for-each-ref', '--format=%(refname)').split('\n')).toEqual([
      `refs/heads/fix/${TASK}`,
      'refs/heads/main',
    ]);
  });

  it('counts the open pull requests of its own branches', async () => {
    const repository = { url: world.subject.url, branch: 'main' };
    expect(await world.host.countOpenPullRequests(repository)).toBe(0);
    for (const [index, draft] of [true, false].entries()) {
      const made = await world.checkout({ taskId: `jira-pay-${index}-0123456789` });
      put(made.checkoutDir, 'a.txt', String(index));
      await world.host.push(made, await world.commit(made));
      await world.host.openPullRequest(made, { ...PULL_REQUEST, draft });
      expect(await world.host.countOpenPullRequests(repository)).toBe(index + 1);
    }
  });

  it('opens a draft when it is asked for one', async () => {
    const made = await world.checkout();
    put(made.checkoutDir, 'a.txt', 'a');
    await world.host.push(made, await world.commit(made));
    const opened = await world.host.openPullRequest(made, { ...PULL_REQUEST, draft: true });
    expect(opened.draft).toBe(true);
    expect(await world.subject.pullRequests()).toEqual([{ ...seen, draft: true }]);
  });

  it('opens one pull request when several ask at once', async () => {
    const made = await world.checkout();
    put(made.checkoutDir, 'a.txt', 'a');
    await world.host.push(made, await world.commit(made));
    const opened = await Promise.all([1, 2, 3].map(() => world.host.openPullRequest(made, PULL_REQUEST)));
    expect(new Set(opened.map(({ number }) => number))).toHaveProperty('size', 1);
    expect(opened.filter(({ created }) => created)).toHaveLength(1);
    expect(await world.subject.pullRequests()).toHaveLength(1);
  });

  it.each(['commit', 'push', 'pull request'])(
    'an attempt that died after its %s is finished once',
    async (last) => {
      const dead = await world.checkout();
      put(dead.checkoutDir, 'src/app.js', 'export const answer = 42;\n');
      const head = await world.commit(dead);
      if (last !== 'commit') await world.host.push(dead, head);
      if (last === 'pull request') await world.host.openPullRequest(dead, PULL_REQUEST);
      const next = await world.checkout();
      if (next.pushed === null) {
        put(next.checkoutDir, 'src/app.js', 'export const answer = 42;\n');
        await world.host.push(next, await world.commit(next));
      }
      const opened = await world.host.openPullRequest(next, PULL_REQUEST);
      expect(opened.created).toBe(last !== 'pull request');
      expect(await world.subject.pullRequests()).toEqual([{ ...seen, draft: false }]);
      expect(git(world.subject.bareDir, 'rev-list', '--count', `main..fix/${TASK}`)).toBe('1');
    },
  );

  it('never forces: a branch that moved is a rejected push', async () => {
    const [one, two] = [await world.checkout(), await world.checkout()];
    put(one.checkoutDir, 'a.txt', 'one');
    put(two.checkoutDir, 'a.txt', 'two');
    await world.host.push(one, await world.commit(one));
    await expect(world.host.push(two, await world.commit(two))).rejects.toMatchObject({
      code: 'push_rejected',
    });
  });
}
