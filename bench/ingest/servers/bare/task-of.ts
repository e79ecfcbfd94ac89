import { createHash } from 'node:crypto';

type Fields = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const object = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

function idOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 20);
}

function datadogTask(body: Fields): Fields {
  const key = `datadog|${text(body['org_id'])}|cycle|${text(body['alert_cycle_key'])}`;
  const description = text(body['event_msg']);
  const trace = description.indexOf('\n    at ');
  return {
    taskId: `datadog-${text(body['service'])}-${idOf(key)}`,
    logicalKey: key,
    source: 'DATADOG',
    externalId: text(body['alert_id']),
    externalUrl: text(body['link']),
    correlationKey: `datadog|${text(body['org_id'])}|monitor|${text(body['alert_id'])}|${text(body['alert_scope'])}`,
    title: text(body['alert_title']),
    description,
    priority: text(body['alert_priority']),
    labels: text(body['tags']).split(','),
    service: text(body['service']),
    environment: text(body['env']),
    repository: null,
    evidence: {
      stackTrace: trace < 0 ? null : description.slice(trace),
      query: text(body['alert_query']),
      conditions: [{ metric: text(body['alert_metric']), status: text(body['alert_status']) }],
      attributes: { tag: text(body['tags']).split(','), monitor: [text(body['alert_id'])] },
    },
    occurredAt: new Date(Number(body['date'])).toISOString(),
  };
}

function jiraTask(body: Fields): Fields {
  const issue = object(body['issue']);
  const fields = object(issue['fields']);
  const key = `jira|${text(issue['self'])}|${text(issue['id'])}|created`;
  return {
    taskId: `jira-${text(issue['key']).toLowerCase()}-${idOf(key)}`,
    logicalKey: key,
    source: 'JIRA',
    externalId: text(issue['key']),
    externalUrl: text(issue['self']),
    correlationKey: `jira|${text(issue['self'])}|${text(issue['id'])}`,
    title: text(fields['summary']),
    description: text(fields['description']),
    priority: text(object(fields['priority'])['name']) === 'Medium' ? 'P3' : 'P4',
    labels: fields['labels'],
    service: null,
    environment: null,
    repository: null,
    evidence: { attributes: { project: [text(object(fields['project'])['key'])] } },
    occurredAt: new Date(Number(body['timestamp'])).toISOString(),
    requestedBy: text(object(body['user'])['accountId']),
  };
}

/** The shortest mapping there can be of a body to a task of Anton's size: nothing is checked, cleaned or bounded. */
export function taskOf(source: string, body: unknown): Fields & { readonly taskId: string } {
  const task = source === 'jira' ? jiraTask(object(body)) : datadogTask(object(body));
  return {
    schema: 'anton.task.v1',
    taskId: text(task['taskId']),
    ...task,
    receivedAt: new Date().toISOString(),
    trace: null,
  };
}
