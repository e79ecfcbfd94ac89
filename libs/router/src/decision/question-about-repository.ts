import type { RepositoryMatch } from '@anton/catalog';
import type { AgentTask } from '@anton/contracts';
import { visibleText } from '@anton/platform';

const MAX_NAMED = 8;
const MAX_VALUE = 60;

/** A value from outside as code in Markdown: one line, no way out of the code. */
function quoted(value: string): string {
  return `\`${visibleText(value)
    .replace(/[`\s]+/g, ' ')
    .trim()
    .slice(0, MAX_VALUE)}\``;
}

function factsOf(task: AgentTask): string {
  const attributes = Object.entries(task.evidence.attributes ?? {}).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  const facts = [
    ...(typeof task.service === 'string' ? [['service', task.service] as const] : []),
    ...attributes,
    ...task.labels.map((label) => ['label', label] as const),
  ];
  const named = facts.slice(0, MAX_NAMED).map(([name, value]) => `${quoted(name)} ${quoted(value)}`);
  return named.join(', ') || 'nothing to match on';
}

function listed(ids: readonly string[]): string {
  const more = ids.length - MAX_NAMED;
  return ids.slice(0, MAX_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Asks for the repository of a task that fits none or several, and says what would answer it for good. */
export function questionAboutRepository(
  task: AgentTask,
  match: Exclude<RepositoryMatch, { readonly kind: 'unique' }>,
): string {
  const source = task.source.toLowerCase();
  if (match.kind === 'ambiguous') {
    const ids = listed(match.repositories.map(({ id }) => id));
    return `Which repository is this about? Several match: ${ids}. Narrow \`match.${source}\` of one of them in repositories.yaml.`;
  }
  return `Which repository is this about? No \`match.${source}\` in repositories.yaml fits the task, which has ${factsOf(task)}. Name its project, service or tag there.`;
}
