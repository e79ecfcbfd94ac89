import { deriveTaskId, logicalKey, TASK_SCHEMA, type AgentTask } from '@anton/contracts';
import {
  cleanLine,
  cleanText,
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

/** The site by the issue's own address; nothing is ever fetched from it. */
function siteOf(issue: unknown): string {
  const self = textAt(issue, 'self') ?? '';
  return URL.canParse(self) ? new URL(self).origin : 'jira';
}

function descriptionOf(fields: unknown): string {
  const description = at(fields, 'description');
  if (isObject(description)) return adfToMarkdown(description);
  return typeof description === 'string' ? wikiToMarkdown(cleanText(description, MAX_DESCRIPTION)) : '';
}

function names(values: readonly unknown[]): string[] {
  return values
    .flatMap((value) => textAt(value, 'name') ?? [])
    .map((name) => cleanLine(name, MAX_NAME))
    .slice(0, 50);
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
  if (id === undefined) return 'the issue has no id';
  const site = siteOf(issue);
  const name = textAt(issue, 'key') ?? id;
  const key = logicalKey('jira', site, id, trigger);
  const project =
    textAt(fields, 'project', 'key') ??
    (name.includes('-') ? name.slice(0, name.lastIndexOf('-')) : undefined);
  return {
    schema: TASK_SCHEMA,
    taskId: deriveTaskId({ source: 'jira', externalId: name, logicalKey: key }),
    logicalKey: key.slice(0, 1_024),
    source: 'JIRA',
    externalId: cleanLine(name, MAX_NAME),
    externalUrl: site === 'jira' ? null : webAddress(`${site}/browse/${encodeURIComponent(name)}`),
    correlationKey: logicalKey('jira', site, id).slice(0, 512),
    title: cleanLine(textAt(fields, 'summary') ?? name, MAX_TITLE) || cleanLine(name, MAX_TITLE),
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
        ...(project === undefined ? {} : { project: [cleanLine(project, MAX_NAME)] }),
        component: names(listAt(fields, 'components')),
        issuetype: names([at(fields, 'issuetype')]),
      },
    },
    occurredAt: isoTime(textAt(body, 'timestamp') ?? textAt(fields, 'updated'), receivedAt),
    receivedAt: receivedAt.toISOString(),
    requestedBy: requester(body),
    trace: null,
  };
}

function requester(body: unknown): string | null {
  const account = textAt(body, 'user', 'accountId') ?? textAt(body, 'user', 'name');
  return account === undefined ? null : cleanLine(account, MAX_NAME);
}
