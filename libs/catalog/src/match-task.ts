import type { AgentTask } from '@anton/contracts';
import type { CatalogRepository, RepositoryMatch } from './catalog.port';

/** The field `name` of `record` when it is its own: a key such as `constructor` comes from outside, too. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/**
 * The values of a task that one list of `match` is held against: `services` is the service, `labels` the labels, any
 * other plural the attribute of its singular.
 */
function valuesOf(task: AgentTask, list: string): readonly string[] {
  if (list === 'labels') return task.labels;
  if (list === 'services') return task.service === null ? [] : [task.service];
  return own(task.evidence.attributes ?? {}, list.replace(/s$/, '')) ?? [];
}

function fits(task: AgentTask, repository: CatalogRepository): boolean {
  const lists = own(repository.match, task.source.toLowerCase()) ?? {};
  const wanted = Object.entries(lists).filter(([, values]) => values.length > 0);
  if (wanted.length === 0) return false;
  return wanted.every(([list, values]) => valuesOf(task, list).some((value) => values.includes(value)));
}

/**
 * Which repositories a task fits: every list that is given must hold one of the task's values. Its title, its
 * description and its hint of a repository never decide.
 */
export function matchTask(task: AgentTask, repositories: readonly CatalogRepository[]): RepositoryMatch {
  const found = repositories.filter((repository) => fits(task, repository));
  const [first] = found;
  if (first === undefined) return { kind: 'none' };
  return found.length === 1
    ? { kind: 'unique', repository: first }
    : { kind: 'ambiguous', repositories: found };
}
