import { describe, expect, it } from 'vitest';
import { refusalOfCommand } from './forbidden-command';

describe('refusalOfCommand', () => {
  it.each([
    'git push',
    'git push --force origin main',
    'git -C sub -c user.name=x push',
    '/usr/bin/git push',
    'cd src && git push',
    'echo done; git push',
    'npm test\ngit push',
    'npm test # first\ngit push',
    'git \\\n push',
    'FOO=1 git push',
    'sudo timeout 10 git push',
    'if true; then git push; fi',
    '(git push)',
    'echo $(git push)',
    'echo `git push`',
    'bash -c "git push"',
    "sh -ec 'cd x && git push'",
    'git reset --hard HEAD~1',
    'git clean -fdx',
    'git checkout -- .',
    'git checkout HEAD -- .',
    'git checkout .',
    'git restore .',
    'git restore --source=HEAD :/',
    'git checkout -- *',
    'git stash',
    'git log -p -- src',
    'git diff | head',
    'npm test && git status',
    'git checkout -- src/app.ts',
    'git remote add x https://example.com/x.git',
    'git config user.name x',
    'gh pr create',
    'cat x | gh api graphql --input -',
  ])('refuses %j', (command) => {
    expect(refusalOfCommand(command)).toMatch(/not available|would lose work/);
  });

  it.each([
    'git init /tmp/other',
    'git --version',
    'echo "git push"',
    "grep -rn 'gh pr' docs",
    'grep push .github/workflows/ci.yml',
    'npm test -- --grep "git stash"',
    'ls *.ts',
    'echo "unclosed',
    '',
  ])('lets %j through', (command) => {
    expect(refusalOfCommand(command)).toBeNull();
  });
});
