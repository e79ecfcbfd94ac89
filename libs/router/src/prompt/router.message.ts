import type { AgentTask } from '@anton/contracts';
import type { CatalogRepository, CatalogSnapshot } from '@anton/catalog';
import { boundedText, untrusted } from '@anton/platform';
import type { Choices } from '../decision/router-answer';

/** Characters of each part of a task that the router sees. */
const MAX_DESCRIPTION = 8_000;
const MAX_EVIDENCE = 4_000;

function list(title: string, names: readonly string[], describe: (name: string) => string): string {
  if (names.length === 0) return `${title}: none`;
  return [`${title}:`, ...names.map((name) => `- ${name}: ${describe(name)}`)].join('\n');
}

function evidenceOf({ evidence }: AgentTask): string {
  const parts = [
    evidence.stackTrace,
    evidence.logs,
    evidence.query,
    JSON.stringify(evidence.conditions ?? []),
  ];
  return parts
    .filter((part) => part !== undefined && part !== null && part !== '' && part !== '[]')
    .join('\n');
}

/** The catalog's candidates, then the task as untrusted data. */
export function routerMessage(
  task: AgentTask,
  repository: CatalogRepository,
  choices: Choices,
  catalog: CatalogSnapshot,
): string {
  const facts = [
    `title: ${task.title}`,
    `priority: ${task.priority}`,
    `labels: ${task.labels.join(', ')}`,
    `service: ${task.service ?? ''}`,
    `environment: ${task.environment ?? ''}`,
    '',
    boundedText(task.description, MAX_DESCRIPTION),
    '',
    boundedText(evidenceOf(task), MAX_EVIDENCE),
  ].join('\n');
  return [
    `Repository: ${repository.id}`,
    list('Templates', choices.templates, (name) => catalog.templates.get(name)?.description ?? ''),
    list('Skills', choices.skills, (name) => catalog.skills.get(name)?.description ?? ''),
    untrusted(task.source, facts),
  ].join('\n\n');
}
