import {
  deriveTaskId,
  logicalKey,
  TASK_SCHEMA,
  type AgentTask,
  type EvidenceCondition,
} from '@anton/contracts';
import { boundedKey, MAX_CORRELATION_KEY, MAX_LOGICAL_KEY } from '../../text/bounded-key';
import {
  cleanLine,
  cleanText,
  lineOrNull,
  MAX_DESCRIPTION,
  MAX_NAME,
  MAX_TITLE,
  textOrNull,
  webAddress,
} from '../../text/clean-text';
import { isoTime } from '../../text/occurred-at';
import type { DatadogFields } from './datadog-fields';
import { datadogPriority } from './datadog-priority';
import { readTags, tagValue } from './datadog-tags';
import { datadogMarkdown, stackTraceIn } from './datadog-text';
import type { DatadogTitle } from './datadog-title';

/**
 * One alert from its trigger to its recovery: `$ALERT_CYCLE_KEY`, else `$AGGREG_KEY`, else the monitor with its scope,
 * else the event itself. Null when the body names none of them.
 */
function cycleOf(fields: DatadogFields): string | null {
  const { org } = fields;
  const cycle = fields.get('alert_cycle_key');
  if (cycle !== undefined) return logicalKey('datadog', org, 'cycle', cycle);
  const aggregate = fields.get('aggreg_key');
  if (aggregate !== undefined) return logicalKey('datadog', org, 'aggreg', aggregate);
  const monitor = monitorOf(fields);
  if (monitor !== null) return monitor;
  const event = fields.get('id', 'event_id');
  return event === undefined ? null : logicalKey('datadog', org, 'event', event);
}

/** The monitor with what it is about, whatever order the scope was written in: the alert across its cycles. */
function monitorOf(fields: DatadogFields): string | null {
  const monitor = fields.get('alert_id', 'monitor_id');
  if (monitor === undefined) return null;
  const scope = readTags(fields.get('alert_scope')).toSorted().join(',');
  return logicalKey('datadog', fields.org, 'monitor', monitor, scope);
}

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

/** The task of a triggered alert, or why there can be none. */
export function datadogTask(
  fields: DatadogFields,
  title: DatadogTitle,
  receivedAt: Date,
): AgentTask | string {
  const cycle = cycleOf(fields);
  if (cycle === null) return 'the body names neither an alert cycle, a monitor nor an event';
  const key = boundedKey(cycle, MAX_LOGICAL_KEY);
  const tags = readTags(fields.get('tags', 'event_tags')).map((tag) => cleanLine(tag, MAX_NAME));
  const message = fields.get('event_msg', 'body', 'text_only_msg');
  const description = cleanText(datadogMarkdown(message), MAX_DESCRIPTION);
  const name = cleanLine(title.name, MAX_TITLE) || 'Datadog alert';
  const id = lineOrNull(fields.get('alert_id', 'id', 'event_id'), MAX_NAME) ?? name.slice(0, MAX_NAME);
  const service = lineOrNull(fields.get('service') ?? tagValue(tags, 'service'), MAX_NAME);
  const repositoryUrl = lineOrNull(tagValue(tags, 'git.repository_url'), 2_000);
  return {
    schema: TASK_SCHEMA,
    taskId: deriveTaskId({ source: 'datadog', externalId: service ?? id, logicalKey: key }),
    logicalKey: key,
    source: 'DATADOG',
    externalId: id,
    externalUrl: webAddress(fields.get('link', 'event_url')),
    correlationKey: boundedKey(monitorOf(fields) ?? cycle, MAX_CORRELATION_KEY),
    title: name,
    description,
    priority: datadogPriority(fields.get('alert_priority'), title.priority, fields.get('alert_type')),
    labels: tags,
    service,
    environment: lineOrNull(fields.get('env') ?? tagValue(tags, 'env'), MAX_NAME),
    repository: repositoryUrl === null ? null : { url: repositoryUrl, ref: null },
    evidence: {
      stackTrace: stackTraceIn(description),
      logs: textOrNull(fields.get('logs_sample'), MAX_DESCRIPTION),
      query: textOrNull(fields.get('alert_query'), 20_000),
      conditions: conditionsOf(fields),
      attributes: attributesOf(fields, tags),
    },
    occurredAt: isoTime(fields.get('date', 'last_updated'), receivedAt),
    receivedAt: receivedAt.toISOString(),
    requestedBy: null,
    trace: null,
  };
}
