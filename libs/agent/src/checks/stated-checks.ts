import { PermanentError } from '@anton/contracts';
import { parse } from 'yaml';
import { z } from 'zod';
import type { PlannedCheck } from './planned-check';
import type { Root } from './repository-root';

/** anton.yml says which commands decide, and cannot be understood: guessing others would be wrong. */
class UnreadableChecksError extends PermanentError {
  constructor(file: string, detail: string, cause?: unknown) {
    super(`${file}: ${detail}`, {
      code: 'checks_unreadable',
      remedy: `Write \`test: COMMAND\`, or a list of commands under \`test:\`, in ${file} (docs/checks.md).`,
      cause,
    });
  }
}

/** `agent-loop` 5.1: 1,500 s for one run of the checks at most. */
const MAX_MINUTES = 25;
const COMMAND = z.string().trim().min(1);
const COMMANDS = z.union([COMMAND.transform((command) => [command]), z.array(COMMAND)]);
const ANTON_YML = z.strictObject({
  setup: COMMANDS.default([]),
  test: COMMANDS.default([]),
  timeoutMinutes: z.number().positive().max(MAX_MINUTES).optional(),
});

/** What a repository states about its checks. */
export interface StatedChecks {
  readonly setup: readonly string[];
  readonly test: readonly string[];
  readonly timeoutMs?: number;
}

function valueOf(file: string, text: string): unknown {
  try {
    return parse(text) ?? {};
  } catch (error) {
    throw new UnreadableChecksError(file, error instanceof Error ? error.message : String(error), error);
  }
}

/** anton.yml, or nothing when there is none. @throws UnreadableChecksError naming what is wrong */
export async function antonYml(root: Root): Promise<StatedChecks> {
  const file = ['anton.yml', 'anton.yaml'].find((name) => root.has(name));
  if (file === undefined) return { setup: [], test: [] };
  const stated = ANTON_YML.safeParse(valueOf(file, await root.text(file)));
  if (!stated.success)
    throw new UnreadableChecksError(file, z.prettifyError(stated.error).replaceAll('\n', ' '));
  const { setup, test, timeoutMinutes } = stated.data;
  return { setup, test, ...(timeoutMinutes === undefined ? {} : { timeoutMs: timeoutMinutes * 60_000 }) };
}

/** The first line `test: COMMAND` in a fenced block of AGENTS.md. */
export async function agentsMd(root: Root): Promise<readonly PlannedCheck[]> {
  if (!root.has('AGENTS.md')) return [];
  const blocks = (await root.text('AGENTS.md')).match(/^```[\s\S]*?^```/gm) ?? [];
  const commands = blocks.flatMap((block) => /^test:[ \t]*(\S.*)$/m.exec(block)?.[1]?.trim() ?? []);
  return commands.slice(0, 1).map((command) => ({ command }));
}
