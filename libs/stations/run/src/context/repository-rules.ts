import type { Workspace } from '@anton/workspace';

const FILES = ['AGENTS.md', 'CLAUDE.md'];
/** `agent-loop` 5.1: 32 KiB in total. */
const MAX_BYTES = 32_768;

/** The repository's rules for agents, as the base commit has them, or null. Call before anything may change them. */
export async function readRepositoryRules(workspace: Workspace): Promise<string | null> {
  const { entries } = await workspace.list('.', 1_000);
  const file = FILES.find((name) => entries.some((entry) => entry.path === name && entry.kind === 'file'));
  if (file === undefined) return null;
  return (await workspace.read(file, 10 * MAX_BYTES)).subarray(0, MAX_BYTES).toString('utf8');
}
