import type { AgentTask } from '@anton/contracts';
import type { CatalogRepository, RepositoryMatch } from './catalog.port';

/** The values of a task that one list of `match` is held against: `services` is the service, `labels` the labels, any other plural the attribute of its singular. */
function valuesOf(task: AgentTask, list: string): readonly string[] {
  if (list === 'labels') return task.labels;
  if (list === 'services') return task.service === null ? [] : [task.service];
  return task.evidence.attributes?.[list.replace(/s$/, '')] ?? [];
}

function fits(task: AgentTask, repository: CatalogRepository): boolean {
  const rules = Object.entries(repository.match[task.source.toLowerCase()] ?? {}).filter(
    ([, wanted]) => wanted.length > 0,
  );
  if (rules.length === 0) return false;
  return rules.every(([list, wanted]) => valuesOf(task, list).some((value) => wanted.includes(value)));
}

/** Which repositories a task fits: every list must hold one of the task's values. Texts of the task never decide. */
export function matchTask(task: AgentTask, repositories: readonly CatalogRepository[]): RepositoryMatch {
  const found = repositories.filter((repository) => fits(task, repository));
  const [first] = found;
  if (first === undefined) return { kind: 'none' };
  return found.length === 1
    ? { kind: 'unique', repository: first }
    : { kind: 'ambiguous', repositories: found };
}
