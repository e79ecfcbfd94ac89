import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { put } from './bare-repository';
import type { CodeHostWorld } from './code-host-world';

const KEY = `-----BEGIN OPENSSH PRIVATE KEY-----\n${'b3BlbnNzaC1rZXktdjEA'.repeat(3)}\n`;
const LIMIT = 5 * 1024 * 1024;

/** What a hostile work tree may hold; `outside` is a folder beside it. */
const ATTACKS: readonly (readonly [string, (tree: string, outside: string) => void])[] = [
  ['a repository inside', (tree) => put(tree, 'lib/.git/config', '[core]\n\tfsmonitor = "touch pwned"\n')],
  ['a repository at the root', (tree) => put(tree, '.git/config', '[core]\n\tfsmonitor = "touch pwned"\n')],
  ['.GIT', (tree) => put(tree, 'lib/.GIT/config', 'x')],
  ['.git with an invisible character', (tree) => put(tree, 'lib/.g\u200cit/config', 'x')],
  ['git~1', (tree) => put(tree, 'git~1/config', 'x')],
  ['a .git file', (tree) => put(tree, 'lib/.git', 'gitdir: /somewhere')],
  ['a .git behind a backslash', (tree) => put(tree, 'a\\.git\\config', 'x')],
  ['a link that leaves', (tree) => symlinkSync('/etc/passwd', join(tree, 'passwd'))],
  ['a link that climbs out', (tree) => symlinkSync('../../outside', join(tree, 'src/up'))],
  [
    'two links that climb out together',
    (tree) => {
      symlinkSync('..', join(tree, 'src/root'));
      symlinkSync('src/root/../outside', join(tree, 'up'));
    },
  ],
  [
    'a folder that became a link to the outside',
    (tree, outside) => {
      renameSync(join(tree, 'src'), outside);
      symlinkSync(outside, join(tree, 'src'));
    },
  ],
  [
    'a file that became a hard link',
    (tree, outside) => {
      writeFileSync(outside, 'secret');
      rmSync(join(tree, 'src/app.js'));
      linkSync(outside, join(tree, 'src/app.js'));
    },
  ],
  [
    'a pipe where git reads',
    (tree) => {
      rmSync(join(tree, '.gitignore'));
      execFileSync('mkfifo', [join(tree, '.gitignore')]);
    },
  ],
  ['an .env file', (tree) => put(tree, '.env.production', 'KEY=1')],
  ['a private key by its name', (tree) => put(tree, 'deploy/id_ed25519', 'x')],
  ['a private key by its content', (tree) => put(tree, 'deploy/notes.txt', KEY)],
  ['a huge file', (tree) => put(tree, 'big.bin', 'x'.repeat(LIMIT + 1))],
  [
    'too many files',
    (tree) => {
      for (let index = 0; index <= 1_000; index += 1) put(tree, `many/${index}`, 'x');
    },
  ],
  ['a name with a line break', (tree) => put(tree, 'a\nb', 'x')],
];

/** What never enters a commit, and what never runs. */
export function refusalContract(world: CodeHostWorld): void {
  it.each(ATTACKS)('refuses %s', async (_name, attack) => {
    const made = await world.checkout();
    attack(made.checkoutDir, join(world.dir, 'outside'));
    await expect(world.host.diff(made)).rejects.toMatchObject({ code: 'forbidden_content' });
  });

  describe('runs nothing that the repository brings', () => {
    it('no filter, no external diff, no hook, no monitor', async () => {
      const made = await world.checkout();
      const proof = join(world.dir, 'ran');
      const command = `touch ${proof}`;
      const config = `[core]\n\tfsmonitor = ${command}\n\thooksPath = hooks\n[filter "evil"]\n\tclean = ${command}\n[diff "evil"]\n\ttextconv = ${command}\n\tcommand = ${command}\n`;
      for (const place of [
        '.gitconfig',
        'ignored/lib/.git/config',
        '.config/git/config',
        'node_modules/x/.git/config',
      ])
        put(made.checkoutDir, place, config);
      put(made.checkoutDir, 'hooks/pre-push', `#!/bin/sh\n${command}\n`);
      put(made.checkoutDir, '.gitattributes', '* filter=evil diff=evil ident\n');
      put(
        made.checkoutDir,
        '.gitmodules',
        `[submodule "x"]\n\tpath = x\n\turl = -u${command}\n\tupdate = !${command}\n`,
      );
      put(made.checkoutDir, 'src/app.js', '$Id$\r\n');
      await world.host.push(made, await world.commit(made));
      expect(existsSync(proof)).toBe(false);
    });
  });
}
