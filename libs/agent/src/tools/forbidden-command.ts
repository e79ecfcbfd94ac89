import { parse } from 'shell-quote';

type Words = readonly string[];

const LEAVING = new Set(['push', 'stash', 'remote', 'config', 'credential', 'send-email']);

function refusalOfGit(words: Words): string | null {
  const rest = words.slice(1);
  const verb = rest.find((word) => !word.startsWith('-')) ?? '';
  if (LEAVING.has(verb)) return `git ${verb} is not available; the change is published when you finish`;
  if (verb === 'reset' && rest.includes('--hard'))
    return 'git reset --hard would lose work; undo edits one by one';
  if (verb === 'clean') return 'git clean would lose work; delete files by name';
  if ((verb === 'checkout' || verb === 'restore') && rest.includes('.'))
    return `git ${verb} of everything would lose work`;
  return null;
}

/** The simple commands of a shell line: words between operators. */
function simpleCommands(command: string): Words[] {
  const commands: string[][] = [[]];
  for (const token of parse(command, (name) => `$${name}`)) {
    if (typeof token === 'string') commands.at(-1)?.push(token);
    else if ('op' in token && token.op !== 'glob') commands.push([]);
  }
  return commands;
}

/**
 * Why a command is refused, or null. A fence for honest mistakes, not a boundary: an `eval`, a script or another
 * interpreter gets past it, and what keeps such a command from doing harm is that the tree has no `.git` and the
 * environment no credential.
 */
export function refusalOfCommand(command: string): string | null {
  for (const words of simpleCommands(command)) {
    const program =
      words.find(
        (word) => !/^\w+=/.test(word) && !['sudo', 'env', 'command', 'exec', 'time'].includes(word),
      ) ?? '';
    const own = words.slice(words.indexOf(program));
    if (program === 'gh') return 'gh is not available; the pull request is opened when you finish';
    const refused = program === 'git' ? refusalOfGit(own) : null;
    if (refused !== null) return refused;
  }
  return null;
}
