import { PermanentError } from '@anton/contracts';
import { parse } from 'yaml';
import type { Root } from './repository-root';

/** anton.yml says which commands decide, and cannot be understood: guessing others would be wrong. */
class UnreadableChecksError extends PermanentError {
  constructor(file: string, detail: string, cause?: unknown) {
    super(`${file}: ${detail}`, {
      code: 'checks_unreadable',
      remedy: `Write \`test: COMMAND\`, or a list of commands under \`test:\`, in ${file}.`,
      cause,
    });
  }
}

function testOf(file: string, text: string): unknown {
  try {
    return (parse(text) as { test?: unknown } | null)?.test;
  } catch (error) {
    throw new UnreadableChecksError(file, error instanceof Error ? error.message : String(error), error);
  }
}

/** `test:` of anton.yml: a command or a list of them. @throws UnreadableChecksError */
export async function antonYml(root: Root): Promise<readonly string[]> {
  const file = ['anton.yml', 'anton.yaml'].find((name) => root.has(name));
  if (file === undefined) return [];
  const test = testOf(file, await root.text(file)) ?? [];
  const commands: readonly unknown[] = Array.isArray(test) ? test : [test];
  return commands.map((command) => {
    if (typeof command === 'string' && command.trim() !== '') return command;
    throw new UnreadableChecksError(file, 'a command under test: is no text');
  });
}

/** The first line `test: COMMAND` in a fenced block of AGENTS.md. */
export async function agentsMd(root: Root): Promise<readonly string[]> {
  if (!root.has('AGENTS.md')) return [];
  const blocks = (await root.text('AGENTS.md')).match(/^```[\s\S]*?^```/gm) ?? [];
  return blocks.flatMap((block) => /^test:[ \t]*(\S.*)$/m.exec(block)?.[1]?.trim() ?? []).slice(0, 1);
}
