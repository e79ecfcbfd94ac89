import type { AgentTask } from '@anton/contracts';
import type { CatalogRepository, CatalogSnapshot } from '@anton/catalog';
import { boundedText, untrusted, untrustedCode, visibleText } from '@anton/platform';
import type { Choices } from '../decision/choices';

/** Characters of each part of a task that the router sees. */
const MAX_DESCRIPTION = 8_000;
const MAX_EVIDENCE = 6_000;
const MAX_FACT = 1_000;

function list(title: string, names: readonly string[], describe: (name: string) => string): string {
  if (names.length === 0) return `${title}: none`;
  return [`${title}:`, ...names.map((name) => `- ${name}: ${describe(name)}`)].join('\n');
}

/** What is said about the task. Each part is cleaned by itself: what one part opens cannot hide the next. */
function proseOf(task: AgentTask): string {
  const attributes = Object.entries(task.evidence.attributes ?? {}).map(
    ([name, values]) => [name, values.join(', ')] as const,
  );
  const facts = [
    ['title', task.title],
    ['priority', task.priority],
    ['labels', task.labels.join(', ')],
    ['service', task.service ?? ''],
    ['environment', task.environment ?? ''],
    ...attributes,
  ] as const;
  const lines = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => boundedText(visibleText(`${name}: ${value}`).replace(/\s+/g, ' '), MAX_FACT));
  const known = boundedText(lines.join('\n'), MAX_FACT * 4);
  return `${known}\n\n${boundedText(visibleText(task.description), MAX_DESCRIPTION)}`;
}

function evidenceOf({ evidence }: AgentTask): string {
  const conditions = (evidence.conditions ?? []).map((condition) => JSON.stringify(condition)).join('\n');
  const parts = [evidence.stackTrace, evidence.logs, evidence.query, conditions];
  const texts = parts.filter((part): part is string => typeof part === 'string' && part !== '');
  return boundedText(texts.join('\n\n'), MAX_EVIDENCE);
}

/** What the catalog offers, then the task as untrusted data. */
export function routerMessage(
  task: AgentTask,
  repository: CatalogRepository,
  choices: Choices,
  catalog: CatalogSnapshot,
): string {
  const evidence = evidenceOf(task);
  return [
    `Repository: ${repository.id}`,
    list('Templates', choices.templates, (name) => catalog.templates.get(name)?.description ?? ''),
    list('Skills', choices.skills, (name) => catalog.skills.get(name)?.description ?? ''),
    untrusted(task.source, proseOf(task)),
    ...(evidence === '' ? [] : [untrustedCode(`${task.source} evidence`, evidence)]),
  ].join('\n\n');
}
