import { deriveTaskId, logicalKey, TASK_SCHEMA, type AgentTask } from '@anton/contracts';
import { boundedKey, MAX_CORRELATION_KEY, MAX_LOGICAL_KEY } from '../../text/bounded-key';
import {
  cleanLine,
  cleanText,
  lineOrNull,
  MAX_DESCRIPTION,
  MAX_NAME,
  MAX_TITLE,
  webAddress,
} from '../../text/clean-text';
import { at, isObject, listAt, textAt } from '../../text/json-fields';
import { isoTime } from '../../text/occurred-at';
import { adfToMarkdown } from './adf-to-markdown';
import { jiraPriority } from './jira-priority';
import { wikiToMarkdown } from './wiki-to-markdown';

/** The site by the issue's own address, with the path that a Data Center may live under. Nothing is ever fetched from it. */
function siteOf(issue: unknown): string | null {
  const self = textAt(issue, 'self') ?? '';
  if (!URL.canParse(self)) return null;
  const { origin, pathname } = new URL(self);
  const end = pathname.indexOf('/rest/api/');
  return origin + pathname.slice(0, Math.max(end, 0));
}

function descriptionOf(fields: unknown): string {
  const description = at(fields, 'description');
  if (isObject(description)) return adfToMarkdown(description, MAX_DESCRIPTION);
  return typeof description === 'string' ? wikiToMarkdown(cleanText(description, MAX_DESCRIPTION)) : '';
}

function names(values: readonly unknown[]): string[] {
  return values.slice(0, 50).flatMap((value) => lineOrNull(textAt(value, 'name'), MAX_NAME) ?? []);
}

/** The task of an eligible issue, or why there can be none. The key changes when an issue moves; its id does not. */
export function jiraTask(
  body: unknown,
  trigger: string,
  priorities: Readonly<Record<string, string>>,
  receivedAt: Date,
): AgentTask | string {
  const issue = at(body, 'issue');
  const fields = at(issue, 'fields');
  const id = textAt(issue, 'id');
  const name = lineOrNull(textAt(issue, 'key') ?? id, MAX_NAME);
  if (id === undefined || name === null) return 'the issue has no id';
  const site = siteOf(issue);
  const object = ['jira', site ?? '', id];
  const key = boundedKey(logicalKey(...object, trigger), MAX_LOGICAL_KEY);
  const project = lineOrNull(textAt(fields, 'project', 'key') ?? /^(.+)-\d+$/.exec(name)?.[1], MAX_NAME);
  return {
    schema: TASK_SCHEMA,
    taskId: deriveTaskId({ source: 'jira', externalId: name, logicalKey: key }),
    logicalKey: key,
    source: 'JIRA',
    externalId: name,
    externalUrl: site === null ? null : webAddress(`${site}/browse/${encodeURIComponent(name)}`),
    correlationKey: boundedKey(logicalKey(...object), MAX_CORRELATION_KEY),
    title: lineOrNull(textAt(fields, 'summary'), MAX_TITLE) ?? name,
    description: cleanText(descriptionOf(fields), MAX_DESCRIPTION),
    priority: jiraPriority(textAt(fields, 'priority', 'name'), textAt(fields, 'priority', 'id'), priorities),
    labels: listAt(fields, 'labels')
      .filter((label): label is string => typeof label === 'string')
      .slice(0, 200)
      .map((label) => cleanLine(label, MAX_NAME)),
    service: null,
    environment: null,
    repository: null,
    evidence: {
      attributes: {
        ...(project === null ? {} : { project: [project] }),
        component: names(listAt(fields, 'components')),
        issuetype: names([at(fields, 'issuetype')]),
      },
    },
    occurredAt: isoTime(textAt(body, 'timestamp') ?? textAt(fields, 'updated'), receivedAt),
    receivedAt: receivedAt.toISOString(),
    requestedBy: lineOrNull(accountsOf(body)[0], MAX_NAME),
    trace: null,
  };
}

/** The names by which the actor of a change may be known: `accountId` on Cloud, `name` and `key` on Data Center. */
export function accountsOf(body: unknown): readonly string[] {
  return ['accountId', 'name', 'key', 'emailAddress'].flatMap((field) => textAt(body, 'user', field) ?? []);
}
