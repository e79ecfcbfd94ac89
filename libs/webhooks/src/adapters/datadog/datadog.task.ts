import { deriveTaskId, logicalKey, TASK_SCHEMA, type AgentTask } from '@anton/contracts';
import {
  cleanLine,
  cleanText,
  MAX_DESCRIPTION,
  MAX_NAME,
  MAX_TITLE,
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
  const monitor = fields.get('alert_id', 'monitor_id');
  const scope = (fields.get('alert_scope') ?? '')
    .split(',')
    .map((part) => part.trim())
    .toSorted()
    .join(',');
  if (monitor !== undefined) return logicalKey('datadog', org, 'monitor', monitor, scope);
  const event = fields.get('id', 'event_id');
  return event === undefined ? null : logicalKey('datadog', org, 'event', event);
}

/** The alert across its cycles. */
function correlationOf(fields: DatadogFields, cycle: string): string {
  const monitor = fields.get('alert_id', 'monitor_id');
  return monitor === undefined
    ? cycle
    : logicalKey('datadog', fields.org, 'monitor', monitor, fields.get('alert_scope') ?? '');
}

/** What the catalog can match on; the bare default payload has no tags, but its type of event. */
function attributesOf(fields: DatadogFields, tags: readonly string[]): Record<string, string[]> {
  const one = (value: string | undefined): string[] =>
    value === undefined ? [] : [cleanLine(value, MAX_NAME)];
  return {
    tag: tags.map((tag) => cleanLine(tag, MAX_NAME)),
    monitor: one(fields.get('alert_id', 'monitor_id')),
    eventtype: one(fields.get('event_type')),
  };
}

/** The task of a triggered alert, or why there can be none. */
export function datadogTask(
  fields: DatadogFields,
  title: DatadogTitle,
  receivedAt: Date,
): AgentTask | string {
  const cycle = cycleOf(fields);
  if (cycle === null) return 'the body names neither an alert cycle, a monitor nor an event';
  const tags = readTags(fields.get('tags', 'event_tags'));
  const description = cleanText(
    datadogMarkdown(fields.get('event_msg', 'body', 'text_only_msg')),
    MAX_DESCRIPTION,
  );
  const name = cleanLine(title.name, MAX_TITLE) || 'Datadog alert';
  const externalId = fields.get('alert_id', 'id') ?? name;
  const service = fields.get('service') ?? tagValue(tags, 'service');
  const environment = fields.get('env') ?? tagValue(tags, 'env');
  const status = fields.get('alert_status');
  const repositoryUrl = tagValue(tags, 'git.repository_url');
  return {
    schema: TASK_SCHEMA,
    taskId: deriveTaskId({ source: 'datadog', externalId: service ?? externalId, logicalKey: cycle }),
    logicalKey: cycle.slice(0, 1_024),
    source: 'DATADOG',
    externalId: cleanLine(externalId, MAX_NAME),
    externalUrl: webAddress(fields.get('link')),
    correlationKey: correlationOf(fields, cycle).slice(0, 512),
    title: name,
    description,
    priority: datadogPriority(fields.get('alert_priority'), title.priority, fields.get('alert_type')),
    labels: tags.map((tag) => cleanLine(tag, MAX_NAME)),
    service: service === undefined ? null : cleanLine(service, MAX_NAME),
    environment: environment === undefined ? null : cleanLine(environment, MAX_NAME),
    repository: repositoryUrl === undefined ? null : { url: cleanLine(repositoryUrl, 2_000), ref: null },
    evidence: {
      stackTrace: stackTraceIn(description) ?? null,
      logs:
        fields.get('logs_sample') === undefined
          ? null
          : cleanText(fields.get('logs_sample') ?? '', MAX_DESCRIPTION),
      query:
        fields.get('alert_query') === undefined ? null : cleanText(fields.get('alert_query') ?? '', 20_000),
      conditions:
        status === undefined
          ? []
          : [
              {
                metric: cleanLine(fields.get('alert_metric') ?? 'monitor', MAX_NAME),
                status: cleanLine(status, 100),
              },
            ],
      attributes: attributesOf(fields, tags),
    },
    occurredAt: isoTime(fields.get('date', 'last_updated'), receivedAt),
    receivedAt: receivedAt.toISOString(),
    requestedBy: null,
    trace: null,
  };
}
