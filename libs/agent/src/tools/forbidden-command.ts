import { basename } from 'node:path';
import { simpleCommands, type Words } from './shell-commands';

/** Words in front of the program: shell keywords, and programs that start another one. */
const IN_FRONT = new Set(
  'if then elif else do while until ! { sudo env command exec time nohup nice setsid timeout xargs stdbuf'.split(
    ' ',
  ),
);
/** Git's global options that take a value. */
const WITH_VALUE = new Set(['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path']);
const LEAVING = new Set(['push', 'stash', 'remote', 'config', 'credential', 'send-email']);
const WHOLE_TREE = new Set(['.', './', ':/', ':', '*']);
/** What needs a repository around the tree. */
const OF_HISTORY = new Set(
  'add am bisect blame branch cherry-pick commit describe diff format-patch log ls-files merge mv rebase reflog revert rev-parse rm shortlog show status switch tag worktree checkout restore reset'.split(
    ' ',
  ),
);
const SHELLS = new Set(['bash', 'sh', 'dash', 'zsh']);

/** The verb of a git command and what follows it. */
function verbOf(words: Words): Words {
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (WITH_VALUE.has(word)) index += 1;
    else if (!word.startsWith('-')) return words.slice(index);
  }
  return [];
}

function refusalOfGit(words: Words): string | null {
  const [verb = '', ...rest] = verbOf(words);
  if (LEAVING.has(verb)) return `git ${verb} is not available; the change is published when you finish`;
  if (verb === 'reset' && rest.includes('--hard'))
    return 'git reset --hard would lose work; undo edits one by one';
  if (verb === 'clean') return 'git clean would lose work; delete files by name';
  if ((verb === 'checkout' || verb === 'restore') && rest.some((word) => WHOLE_TREE.has(word)))
    return `git ${verb} of everything would lose work`;
  if (OF_HISTORY.has(verb))
    return `git ${verb} is not available: the tree has no .git and no history. "git diff [--stat] [PATH]" and "git status", each alone, are answered`;
  return null;
}

/** From the program on, without assignments, wrappers and the wrappers' options and durations. */
function ownWords(words: Words): Words {
  const start = words.findIndex(
    (word) => !IN_FRONT.has(word) && !/^(?:\w+=|-|\d+[smh]?$)/.test(word) && word !== '',
  );
  return start < 0 ? [] : words.slice(start);
}

function refusalOfWords(words: Words): string | null {
  const own = ownWords(words);
  const program = basename(own[0] ?? '');
  if (program === 'gh') return 'gh is not available; the pull request is opened when you finish';
  if (program === 'git') return refusalOfGit(own);
  const inner = SHELLS.has(program) ? own.findIndex((word) => /^-\w*c$/.test(word)) : -1;
  return inner < 0 ? null : refusalOfCommand(own[inner + 1] ?? '');
}

/**
 * Why a command is refused, or null. A fence for honest mistakes, not a boundary: an `eval`, a script, an alias or
 * another interpreter gets past it, and what keeps such a command from doing harm is that the tree has no `.git` and
 * the environment no credential. It reads line by line, so a line of a here-document counts as a command.
 */
export function refusalOfCommand(command: string): string | null {
  for (const line of command.replaceAll('\\\n', ' ').split('\n')) {
    for (const words of simpleCommands(line)) {
      const refused = refusalOfWords(words);
      if (refused !== null) return refused;
    }
  }
  return null;
}
