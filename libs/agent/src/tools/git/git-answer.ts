import { boundedText } from '@anton/platform';
import type { WorkChange } from '../agent-tool.port';
import type { GitQuestion } from './git-question';

/** Characters, as of any command: field note agent-loop 5.1. */
const LIMIT = 16_000;
const LETTERS = { added: 'A', modified: 'M', deleted: 'D' } as const;

function isBelow(path: string, paths: readonly string[]): boolean {
  return paths.length === 0 || paths.some((asked) => path === asked || path.startsWith(`${asked}/`));
}

/** The pieces of a unified diff, one a file. */
function pieces(text: string): string[] {
  return text === '' ? [] : text.split(/^(?=diff --git )/m);
}

/** What git would answer to `question`, from the change that was computed outside the workspace. */
export function gitAnswer({ about, paths }: GitQuestion, change: WorkChange): string {
  const files = change.files.filter(({ path }) => isBelow(path, paths));
  if (files.length === 0) return '[no changes]';
  const lines = files.map(({ path, status, addedLines, deletedLines }) => {
    if (about === 'names') return path;
    return about === 'stat' ? `${path} | +${addedLines} -${deletedLines}` : `${LETTERS[status]} ${path}`;
  });
  if (about !== 'diff') return boundedText(lines.join('\n'), LIMIT);
  const shown = pieces(change.text).filter((piece) =>
    files.some(({ path }) => piece.split('\n', 1)[0]?.endsWith(` b/${path}`)),
  );
  return boundedText(shown.join('').trimEnd(), LIMIT);
}
