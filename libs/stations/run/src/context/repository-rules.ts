import { basename, dirname } from 'node:path/posix';
import type { Checkout, CodeHost } from '@anton/codehost';
import type { AgentTask } from '@anton/contracts';
import { foldersAbove, touchedFiles } from './touched-files';

/** The first that a folder has counts: `agent-loop` 5.1. */
const FILES = ['AGENTS.md', 'CLAUDE.md'];
/** `agent-loop` 5.1: 32 KiB in total. */
const MAX_BYTES = 32_768;
/** Folders below the root whose rules are read: more than a stack trace of one fault leads through. */
const MAX_FOLDERS = 8;

/** The rule file of every folder that has one. */
function rulesByFolder(paths: readonly string[]): ReadonlyMap<string, string> {
  const byName = FILES.map((name) => paths.filter((path) => basename(path) === name));
  return new Map(byName.toReversed().flatMap((found) => found.map((path) => [dirname(path), path])));
}

/** The rule files of the root and of the folders that the task touches, outermost first. */
function chooseRules(paths: readonly string[], task: AgentTask): string[] {
  const rules = rulesByFolder(paths);
  const touched = new Set(touchedFiles(paths, task).flatMap(foldersAbove));
  const folders = [...touched].filter((folder) => rules.has(folder)).toSorted();
  return ['.', ...folders.slice(0, MAX_FOLDERS)].flatMap((folder) => rules.get(folder) ?? []);
}

/**
 * The repository's rules for agents as the base commit has them, whatever branch is checked out and whatever setup did
 * to the tree; null when there are none. Rules of a folder stand under its path.
 */
export async function readRepositoryRules(
  host: CodeHost,
  checkout: Checkout,
  task: AgentTask,
): Promise<string | null> {
  const files = await host.baseFiles(checkout, {
    choose: (paths) => chooseRules(paths, task),
    maxBytes: MAX_BYTES,
  });
  const texts = files.map(({ path, content }) => {
    const folder = dirname(path);
    const text = content.toString('utf8').trim();
    return folder === '.' ? text : `In ${folder}/:\n${text}`;
  });
  return texts.length === 0 ? null : texts.join('\n\n');
}
