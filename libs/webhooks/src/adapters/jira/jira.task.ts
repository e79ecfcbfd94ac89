import { deriveTaskId, logicalKey, TASK_SCHEMA, type AgentTask } from '@anton/contracts';
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
import { at, isObject, listAt, textAt, type JsonObject } from '../../text/json-fields';
import { isoTime } from '../../text/occurred-at';
import { adfToMarkdown } from './adf-to-markdown';
import { issueOf } from './jira-issue';
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

/** What a body is about, or null: the site and the issue by its id, since its key changes when it moves. */
export interface JiraObject {
  readonly issue: JsonObject;
  readonly key: string;
  readonly site: string | null;
  readonly parts: readonly string[];
  readonly correlationKey: string;
}

/** The issue of a body by its identity; null when it has no id. */
export function jiraObject(body: unknown): JiraObject | null {
  const issue = issueOf(body);
  const id = textAt(issue, 'id');
  const key = lineOrNull(textAt(issue, 'key') ?? id, MAX_NAME);
  if (issue === null || id === undefined || key === null) return null;
  const site = siteOf(issue);
  const parts = ['jira', site ?? '', id];
  const correlationKey = boundedKey(logicalKey(...parts), MAX_CORRELATION_KEY);
  return { issue, key, site, parts, correlationKey };
}

/** When the change was made: the signed time of the event, else that of the issue. */
export function jiraTime(body: unknown, receivedAt: Date): string {
  return isoTime(textAt(body, 'timestamp') ?? textAt(issueOf(body), 'fields', 'updated'), receivedAt);
}

/** The task of an eligible issue. */
export function jiraTask(
  body: unknown,
  { issue, key: name, site, parts, correlationKey }: JiraObject,
  trigger: string,
  priorities: Readonly<Record<string, string>>,
  receivedAt: Date,
): AgentTask {
  const fields = at(issue, 'fields');
  const key = boundedKey(logicalKey(...parts, trigger), MAX_LOGICAL_KEY);
  const project = lineOrNull(textAt(fields, 'project', 'key') ?? /^(.+)-\d+$/.exec(name)?.[1], MAX_NAME);
  const { priority, because } = jiraPriority(
    textAt(fields, 'priority', 'name'),
    textAt(fields, 'priority', 'id'),
    priorities,
  );
  return {
    schema: TASK_SCHEMA,
    taskId: deriveTaskId({ source: 'jira', externalId: name, logicalKey: key }),
    logicalKey: key,
    source: 'JIRA',
    externalId: name,
    externalUrl: site === null ? null : webAddress(`${site}/browse/${encodeURIComponent(name)}`),
    correlationKey,
    title: lineOrNull(textAt(fields, 'summary'), MAX_TITLE) ?? name,
    description: cleanText(descriptionOf(fields), MAX_DESCRIPTION),
    priority,
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
        prioritised: [cleanLine(because, MAX_NAME)],
      },
    },
    occurredAt: jiraTime(body, receivedAt),
    receivedAt: receivedAt.toISOString(),
    requestedBy: lineOrNull(accountsOf(body)[0], MAX_NAME),
    trace: null,
  };
}

/** The names by which the actor of a change may be known: `accountId` on Cloud, `name` and `key` on Data Center. */
export function accountsOf(body: unknown): readonly string[] {
  return ['accountId', 'name', 'key', 'emailAddress'].flatMap((field) => textAt(body, 'user', field) ?? []);
}
