import { deriveTaskId, TASK_SCHEMA, type AgentTask, type EvidenceCondition } from '@anton/contracts';
import {
  cleanLine,
  cleanText,
  lineOrNull,
  MAX_DESCRIPTION,
  MAX_NAME,
  MAX_TITLE,
  textOrNull,
} from '../../text/clean-text';
import { webAddress } from '../../text/web-address';
import { isoTime } from '../../text/occurred-at';
import type { DatadogAlert } from './datadog-alert';
import type { DatadogFields } from './datadog-fields';
import { datadogPriority } from './datadog-priority';
import { readTags, tagValue } from './datadog-tags';
import { datadogMarkdown, stackTraceIn } from './datadog-text';
import type { DatadogTitle } from './datadog-title';

function conditionsOf(fields: DatadogFields): EvidenceCondition[] {
  const status = lineOrNull(fields.get('alert_status'), 100);
  if (status === null) return [];
  return [{ metric: lineOrNull(fields.get('alert_metric'), MAX_NAME) ?? 'monitor', status }];
}

/** What the catalog can match on; the bare default payload has no tags, but its type of event. */
function attributesOf(fields: DatadogFields, tag: string[]): Record<string, string[]> {
  const one = (...names: readonly string[]): string[] => {
    const value = lineOrNull(fields.get(...names), MAX_NAME);
    return value === null ? [] : [value];
  };
  return { tag, monitor: one('alert_id', 'monitor_id'), eventtype: one('event_type') };
}

/** When the notification was made. */
export function datadogTime(fields: DatadogFields, receivedAt: Date): string {
  return isoTime(fields.get('date', 'last_updated'), receivedAt);
}

/** The task of a triggered alert. */
export function datadogTask(
  fields: DatadogFields,
  alert: DatadogAlert,
  title: DatadogTitle,
  priorities: Readonly<Record<string, string>>,
  receivedAt: Date,
): AgentTask {
  const tags = readTags(fields.get('tags', 'event_tags')).map((tag) => cleanLine(tag, MAX_NAME));
  const message = fields.get('event_msg', 'body', 'text_only_msg');
  const description = cleanText(datadogMarkdown(message), MAX_DESCRIPTION);
  const name = cleanLine(title.name, MAX_TITLE) || 'Datadog alert';
  const id = alert.id ?? name.slice(0, MAX_NAME);
  const service = lineOrNull(fields.get('service') ?? tagValue(tags, 'service'), MAX_NAME);
  const { priority, because } = datadogPriority(
    fields.get('alert_priority'),
    title.priority,
    fields.get('alert_type'),
    priorities,
  );
  const repositoryUrl = lineOrNull(tagValue(tags, 'git.repository_url'), 2_000);
  return {
    schema: TASK_SCHEMA,
    taskId: deriveTaskId({ source: 'datadog', externalId: service ?? id, logicalKey: alert.logicalKey }),
    logicalKey: alert.logicalKey,
    source: 'DATADOG',
    externalId: id,
    externalUrl: webAddress(fields.get('link', 'event_url')),
    correlationKey: alert.correlationKey,
    title: name,
    description,
    priority,
    labels: tags,
    service,
    environment: lineOrNull(fields.get('env') ?? tagValue(tags, 'env'), MAX_NAME),
    repository: repositoryUrl === null ? null : { url: repositoryUrl, ref: null },
    evidence: {
      stackTrace: stackTraceIn(description),
      logs: textOrNull(fields.get('logs_sample'), MAX_DESCRIPTION),
      query: textOrNull(fields.get('alert_query'), 20_000),
      conditions: conditionsOf(fields),
      attributes: { ...attributesOf(fields, tags), prioritised: [cleanLine(because, MAX_NAME)] },
    },
    occurredAt: datadogTime(fields, receivedAt),
    receivedAt: receivedAt.toISOString(),
    requestedBy: null,
    trace: null,
  };
}
