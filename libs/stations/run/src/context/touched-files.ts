import { basename, dirname } from 'node:path/posix';
import type { AgentTask } from '@anton/contracts';

/** What may be the path or the name of a file: `/app/src/bill.ts`, `BillService.java`. */
const FILE = /[\w.@/-]+\.\w+/g;

/** Everything that a task says of where the trouble is. */
function wordsOf({ title, description, evidence }: AgentTask): string {
  const attributes = Object.values(evidence.attributes ?? {}).flat();
  return [title, description, evidence.stackTrace, evidence.logs, ...attributes].join('\n');
}

/** `a/b/c`, `b/c`: what may be a path in the repository when the whole is one on another machine. */
function endsOf(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  return names.slice(0, -1).map((_name, index) => names.slice(index).join('/'));
}

/** The files among `paths` that the task names: by a path, or by a name that only one file has. */
export function touchedFiles(paths: readonly string[], task: AgentTask): string[] {
  const known = new Set(paths);
  const byName = Map.groupBy(paths, (path) => basename(path));
  const named = new Set(wordsOf(task).match(FILE));
  return [...named].flatMap((file) => {
    const found = endsOf(file).find((end) => known.has(end));
    const alike = byName.get(basename(file)) ?? [];
    return found ?? (alike.length === 1 ? alike : []);
  });
}

/** The folders that hold a file, without the root. */
export function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [...foldersAbove(folder), folder];
}
