import { simpleCommands, type Words } from '../shell-commands';

/** What the coder asks git for; `paths` are files or folders, none means all. */
export interface GitQuestion {
  readonly about: 'diff' | 'stat' | 'names' | 'status';
  readonly paths: readonly string[];
}

/** Options that leave the answer as it is. */
const PLAIN = new Set(['--no-color', '--no-pager', '-P', '--no-ext-diff', '-p', '-u', '--', 'HEAD']);
const ABOUT: Readonly<Record<string, GitQuestion['about']>> = {
  '--stat': 'stat',
  '--name-only': 'names',
  '--name-status': 'status',
  '--short': 'status',
  '--porcelain': 'status',
  '-s': 'status',
};

function questionOf(verb: 'diff' | 'status', words: Words): GitQuestion | null {
  let about: GitQuestion['about'] = verb;
  const paths: string[] = [];
  for (const word of words) {
    const other = Object.hasOwn(ABOUT, word) ? ABOUT[word] : undefined;
    if (other !== undefined) about = other;
    else if (PLAIN.has(word)) continue;
    else if (word.startsWith('-') || word.includes('..')) return null;
    else paths.push(word.replace(/^\.\//, '').replace(/\/$/, ''));
  }
  return { about, paths: paths.filter((path) => path !== '.' && path !== '') };
}

/** The question when `command` is nothing but `git diff` or `git status` of the work tree, else null. */
export function gitQuestion(command: string): GitQuestion | null {
  const commands = simpleCommands(command.trim());
  const [words = []] = commands;
  if (commands.length !== 1 || command.trim().includes('\n') || words[0] !== 'git') return null;
  const [verb, ...rest] = words.slice(1).filter((word) => word !== '--no-pager' && word !== '-P');
  return verb === 'diff' || verb === 'status' ? questionOf(verb, rest) : null;
}
