import { logicalKey } from '@anton/contracts';
import { boundedKey, MAX_CORRELATION_KEY, MAX_LOGICAL_KEY } from '../../text/bounded-key';
import { lineOrNull, MAX_NAME } from '../../text/clean-text';
import type { DatadogFields } from './datadog-fields';
import { readTags } from './datadog-tags';
import type { DatadogTitle } from './datadog-title';

/** What a notification is about. */
export interface DatadogAlert {
  /** One alert from its trigger to its recovery; all that is notified of it in between has this key. */
  readonly logicalKey: string;
  /** The alert across its cycles. */
  readonly correlationKey: string;
  /** False when only the event is named: no other notification can be known to be about the same. */
  readonly isKnownAgain: boolean;
  readonly id: string | null;
}

/** The monitor with what it is about, whatever order the scope was written in. */
function monitorOf(fields: DatadogFields): string | null {
  const monitor = fields.get('alert_id', 'monitor_id');
  if (monitor === undefined) return null;
  const scope = readTags(fields.get('alert_scope')).toSorted().join(',');
  return logicalKey('datadog', fields.org, 'monitor', monitor, scope);
}

/** `$ALERT_CYCLE_KEY`, else `$AGGREG_KEY`, else the monitor with its scope. */
function cycleOf(fields: DatadogFields, monitor: string | null): string | null {
  const cycle = fields.get('alert_cycle_key');
  if (cycle !== undefined) return logicalKey('datadog', fields.org, 'cycle', cycle);
  const aggregate = fields.get('aggreg_key');
  return aggregate === undefined ? monitor : logicalKey('datadog', fields.org, 'aggreg', aggregate);
}

/** The bare default payload names no monitor; its title says what the alert is called and what it is about. */
function titledOf({ org }: DatadogFields, { name, scope }: DatadogTitle): string | null {
  return name === '' ? null : logicalKey('datadog', org, 'title', name, scope);
}

/** The alert of a notification, else the event itself. Null when the body names none of them. */
export function datadogAlert(fields: DatadogFields, title: DatadogTitle): DatadogAlert | null {
  const monitor = monitorOf(fields);
  const cycle = cycleOf(fields, monitor);
  const event = fields.get('id', 'event_id');
  const key = cycle ?? (event === undefined ? null : logicalKey('datadog', fields.org, 'event', event));
  if (key === null) return null;
  const object = monitor ?? cycle ?? titledOf(fields, title);
  return {
    logicalKey: boundedKey(key, MAX_LOGICAL_KEY),
    correlationKey: boundedKey(object ?? key, MAX_CORRELATION_KEY),
    isKnownAgain: object !== null,
    id: lineOrNull(fields.get('alert_id', 'id', 'event_id'), MAX_NAME),
  };
}
