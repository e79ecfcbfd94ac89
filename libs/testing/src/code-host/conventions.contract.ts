import { join } from 'node:path';
import { expect, it } from 'vitest';
import { git, put } from './bare-repository';
import type { CodeHostWorld } from './code-host-world';

/** How the repository words its changes. */
export function conventionsContract(world: CodeHostWorld): void {
  /** A further commit on `main`; a value that begins with `->` is a link. */
  function commit(message: string, files: Readonly<Record<string, string>>): void {
    const work = join(world.dir, 'work');
    git(world.dir, 'clone', '--quiet', world.subject.bareDir, work);
    for (const [path, content] of Object.entries(files)) {
      put(work, path, content.replace(/^->/, ''));
      git(work, 'add', '--', path);
      if (!content.startsWith('->')) continue;
      const id = git(work, 'hash-object', '-w', '--', path);
      git(work, 'update-index', '--cacheinfo', `120000,${id},${path}`);
    }
    git(work, 'commit', '--quiet', `--message=${message}`);
    git(work, 'push', '--quiet', 'origin', 'HEAD:main');
  }

  it('tells the subject of the base, and no template where there is none', async () => {
    const made = await world.checkout();
    expect(await world.host.conventions(made)).toEqual({ subject: 'start', template: null });
  });

  it('finds the template of the base, whatever the work tree says', async () => {
    commit('feat(app): templates\n\nMore.', {
      'docs/pull_request_template.md': 'docs\n',
      '.github/PULL_REQUEST_TEMPLATE.md': '## Why\n',
      '.github/other.md': 'other\n',
    });
    const made = await world.checkout();
    put(made.checkoutDir, '.github/PULL_REQUEST_TEMPLATE.md', 'changed\n');
    expect(await world.host.conventions(made)).toEqual({
      subject: 'feat(app): templates',
      template: '## Why\n',
    });
  });

  it('follows no link and takes no giant', async () => {
    commit('links', {
      '.github/pull_request_template.md': '->../../../etc/passwd',
      'pull_request_template.txt': 'root\n',
    });
    expect((await world.host.conventions(await world.checkout())).template).toBe('root\n');
  });

  it('does without a template that is longer than anybody fills in', async () => {
    commit('giant', { 'PULL_REQUEST_TEMPLATE.md': 'x'.repeat(40_000) });
    expect((await world.host.conventions(await world.checkout())).template).toBeNull();
  });
}
