import { deriveTaskId, logicalKey, TASK_SCHEMA, type AgentTask, type Priority } from '@anton/contracts';
import { boundedKey, MAX_CORRELATION_KEY, MAX_LOGICAL_KEY } from '../../text/bounded-key';
import {
  cleanLine,
  cleanText,
  lineOrNull,
  MAX_DESCRIPTION,
  MAX_NAME,
  MAX_TITLE,
} from '../../text/clean-text';
import { webAddress } from '../../text/web-address';
import { isObject, listAt, textAt } from '../../text/json-fields';
import { isoTime } from '../../text/occurred-at';

/** A condition of a gate; `value` is missing when nothing was measured. */
interface Condition {
  readonly metric: string;
  readonly status: string;
  readonly value: string | null;
  readonly threshold: string | null;
}

function conditionsOf(body: unknown): Condition[] {
  return listAt(body, 'qualityGate', 'conditions')
    .filter(isObject)
    .slice(0, 100)
    .map((condition) => ({
      metric: lineOrNull(textAt(condition, 'metric'), MAX_NAME) ?? 'unknown',
      status: lineOrNull(textAt(condition, 'status'), 100) ?? 'unknown',
      value: lineOrNull(textAt(condition, 'value'), MAX_NAME),
      threshold: lineOrNull(textAt(condition, 'errorThreshold'), MAX_NAME),
    }));
}

function described(gate: string, branch: string, failed: readonly Condition[]): string {
  const rows = failed.map(
    ({ metric, value, threshold }) => `| ${metric} | ${value ?? 'none'} | ${threshold ?? 'none'} |`,
  );
  return [
    `The quality gate "${gate}" failed on branch ${branch}.`,
    '',
    '| metric | value | threshold |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
}

/** What one analysis is known by: the analysis itself, else its times and its revision (a gate can flip without one). */
function analysisOf(body: unknown): string {
  return (
    textAt(body, 'taskId') ??
    [textAt(body, 'analysedAt'), textAt(body, 'changedAt'), textAt(body, 'revision')].join(' ')
  );
}

/** The server by its own name; nothing is ever fetched from it. */
function serverOf(body: unknown): string {
  const address = textAt(body, 'serverUrl') ?? '';
  return URL.canParse(address) ? new URL(address).host : 'sonar';
}

/** What a body is about: the branch of a project, and the analysis of it. */
export interface SonarAnalysis {
  readonly project: string;
  readonly externalId: string;
  readonly branch: string;
  readonly analysis: string;
  readonly logicalKey: string;
  readonly correlationKey: string;
}

/** The branch that was analysed, by its identity; null when the body names no project. */
export function sonarAnalysis(body: unknown, branch: string): SonarAnalysis | null {
  const project = textAt(body, 'project', 'key');
  const externalId = lineOrNull(project, MAX_NAME);
  if (project === undefined || externalId === null) return null;
  const object = ['sonar', serverOf(body), project, branch];
  const analysis = analysisOf(body);
  return {
    project,
    externalId,
    branch,
    analysis,
    logicalKey: boundedKey(logicalKey(...object, analysis), MAX_LOGICAL_KEY),
    correlationKey: boundedKey(logicalKey(...object), MAX_CORRELATION_KEY),
  };
}

/** When the gate was judged. */
export function sonarTime(body: unknown, receivedAt: Date): string {
  return isoTime(textAt(body, 'analysedAt') ?? textAt(body, 'changedAt'), receivedAt);
}

/** The task of a failed quality gate. */
export function sonarTask(
  body: unknown,
  { project, externalId, branch, logicalKey: key, correlationKey }: SonarAnalysis,
  priority: Priority,
  receivedAt: Date,
): AgentTask {
  const conditions = conditionsOf(body);
  const failed = conditions.filter(({ status }) => status === 'ERROR');
  const gate = lineOrNull(textAt(body, 'qualityGate', 'name'), MAX_NAME) ?? 'quality gate';
  const name = cleanLine(textAt(body, 'project', 'name') ?? project, MAX_NAME);
  const revision = lineOrNull(textAt(body, 'revision'), MAX_NAME);
  const repositoryUrl = lineOrNull(textAt(body, 'properties', 'sonar.analysis.repositoryUrl'), 2_000);
  return {
    schema: TASK_SCHEMA,
    taskId: deriveTaskId({ source: 'sonar', externalId: project, logicalKey: key }),
    logicalKey: key,
    source: 'SONAR',
    externalId,
    externalUrl: webAddress(textAt(body, 'branch', 'url') ?? textAt(body, 'project', 'url')),
    correlationKey,
    title: cleanLine(
      `Quality gate failed on ${name}: ${failed.map(({ metric }) => metric).join(', ') || gate}`,
      MAX_TITLE,
    ),
    description: cleanText(described(gate, cleanLine(branch, MAX_NAME), failed), MAX_DESCRIPTION),
    priority,
    labels: [],
    service: null,
    environment: null,
    repository: repositoryUrl === null ? null : { url: repositoryUrl, ref: revision },
    evidence: {
      conditions,
      attributes: {
        project: [externalId],
        branch: [cleanLine(branch, MAX_NAME)],
        ...(revision === null ? {} : { revision: [revision] }),
      },
    },
    occurredAt: sonarTime(body, receivedAt),
    receivedAt: receivedAt.toISOString(),
    requestedBy: null,
    trace: null,
  };
}
