import { describe, expect, it } from 'vitest';
import { gitAnswer } from './git-answer';
import { gitQuestion } from './git-question';

const CHANGE = {
  treeSha: 't',
  text: [
    'diff --git a/src/a.ts b/src/a.ts',
    '--- a/src/a.ts',
    '+++ b/src/a.ts',
    '@@ -1 +1 @@',
    '-old',
    '+new',
    'diff --git a/b.md b/b.md',
    'new file mode 100644',
    '+++ b/b.md',
    '@@ -0,0 +1 @@',
    '+text',
    '',
  ].join('\n'),
  files: [
    { path: 'src/a.ts', status: 'modified', addedLines: 1, deletedLines: 1 },
    { path: 'b.md', status: 'added', addedLines: 1, deletedLines: 0 },
  ],
} as const;

function ask(command: string): string | null {
  const question = gitQuestion(command);
  return question === null ? null : gitAnswer(question, CHANGE);
}

describe('what the coder asks git for', () => {
  it('is the whole diff, as git prints it', () => {
    expect(ask('git diff')).toBe(CHANGE.text.trimEnd());
    expect(ask(' git --no-pager diff HEAD ')).toBe(CHANGE.text.trimEnd());
  });

  it.each([
    ['git diff --stat', 'src/a.ts | +1 -1\nb.md | +1 -0'],
    ['git status', 'M src/a.ts\nA b.md'],
    ['git status --short', 'M src/a.ts\nA b.md'],
    ['git diff --name-only -- src', 'src/a.ts'],
    ['git diff ./docs/', '[no changes]'],
  ])('%s', (command, text) => {
    expect(ask(command)).toBe(text);
  });

  it('can be of some files only', () => {
    expect(ask('git diff src')).not.toContain('b.md');
    expect(ask('git diff -- b.md')).toMatch(/^diff --git a\/b\.md[^]*\+text$/);
  });

  it.each([
    'git log',
    'git diff main..HEAD',
    'git diff --cached',
    'git diff | head',
    'git diff\nrm -rf x',
    'git diff; ls',
    'git diff $(ls)',
    'echo git diff',
    'git',
  ])('is nothing that can be answered: %j', (command) => {
    expect(gitQuestion(command)).toBeNull();
  });
});
