import { parse } from 'shell-quote';

/** The words of one simple command. */
export type Words = readonly string[];

/** The simple commands of one line: words between operators. */
export function simpleCommands(line: string): Words[] {
  const commands: string[][] = [[]];
  for (const token of parse(line.replaceAll('`', ' ; '), (name) => `$${name}`)) {
    if (typeof token === 'string') commands.at(-1)?.push(token);
    else if ('pattern' in token) commands.at(-1)?.push(token.pattern);
    else if ('op' in token) commands.push([]);
  }
  return commands;
}
