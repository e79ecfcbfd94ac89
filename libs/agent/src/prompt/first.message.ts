import { boundedText, escapeTag, untrusted, untrustedCode, visibleText } from '@anton/platform';
import type { AgentTask, RouteDecision } from '@anton/contracts';
import type { LoopRequest } from '../loop/loop-request';
import { checkRunText } from './check-run.text';
import { skillsText } from './skills.text';

/** Characters of one text of the task: the whole first message stays near 20,000 tokens at worst. */
const DESCRIPTION_LIMIT = 24_000;
const EVIDENCE_LIMIT = 16_000;
const RULES_LIMIT = 32_768;
const EARLIER_LIMIT = 4_000;

/** The task as data: every text of the sender, bounded and wrapped. */
function taskText(task: AgentTask): string {
  const facts = [
    `Title: ${task.title}`,
    `From: ${task.source} ${task.externalId}`,
    `Priority: ${task.priority}`,
    ...(task.service === null ? [] : [`Service: ${task.service}`]),
    ...(task.environment === null ? [] : [`Environment: ${task.environment}`]),
    ...(task.labels.length === 0 ? [] : [`Labels: ${task.labels.join(', ')}`]),
  ].join('\n');
  return untrusted(
    `${task.source} task`,
    `${boundedText(facts, EVIDENCE_LIMIT)}\n\n${boundedText(task.description, DESCRIPTION_LIMIT)}`,
  );
}

function evidenceTexts({ evidence }: AgentTask): string[] {
  const conditions = (evidence.conditions ?? [])
    .map(
      ({ metric, status, value, threshold }) =>
        `${metric}: ${status ?? ''} ${value ?? ''} (${threshold ?? 'no threshold'})`,
    )
    .join('\n');
  const attributes = Object.entries(evidence.attributes ?? {})
    .map(([name, values]) => `${name}: ${values.join(', ')}`)
    .join('\n');
  const parts: readonly (readonly [string, string | null | undefined])[] = [
    ['stack trace', evidence.stackTrace],
    ['logs', evidence.logs],
    ['query', evidence.query],
    ['conditions', conditions],
    ['attributes', attributes],
  ];
  return parts.flatMap(([source, text]) =>
    text === null || text === undefined || text === ''
      ? []
      : [untrustedCode(source, boundedText(text, EVIDENCE_LIMIT))],
  );
}

function routeText(route: RouteDecision): string {
  const paths = route.protectedPaths.join(', ') || 'none';
  return `Kind of work: ${route.template ?? 'unknown'}, ${route.complexity}, risk ${route.risk}.\nProtected paths: ${paths}.`;
}

function rulesText(rules: string | null): string[] {
  if (rules === null) return [];
  const own = escapeTag('repository_rules', boundedText(visibleText(rules), RULES_LIMIT));
  const text = escapeTag('untrusted', own);
  return [`<repository_rules>\n${text}\n</repository_rules>`];
}

function earlierText(files: readonly string[] | undefined): string[] {
  if (files === undefined) return [];
  const list = boundedText(files.join('\n'), EARLIER_LIMIT);
  return [
    `You began this task before and were interrupted. What you had changed is in the work tree; nobody has checked or reviewed it. Look at it with \`git diff\`, keep what is right and go on from there.\n${untrusted('changed files', list)}`,
  ];
}

/** The first message of a run: rules and skills, the state of the checks before any edit, then the task. */
export function firstMessage(
  request: Pick<LoopRequest, 'task' | 'route' | 'skills' | 'repositoryRules' | 'baseline' | 'earlier'>,
): string {
  return [
    'Fix the problem that this task describes, in the repository at hand.',
    routeText(request.route),
    ...rulesText(request.repositoryRules),
    ...skillsText(request.skills),
    `Before any edit: ${checkRunText(request.baseline)}`,
    ...earlierText(request.earlier),
    taskText(request.task),
    ...evidenceTexts(request.task),
  ].join('\n\n');
}
