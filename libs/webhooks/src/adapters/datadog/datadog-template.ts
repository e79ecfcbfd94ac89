import type { DatadogFields } from './datadog-fields';

/** A variable of the template of docs/sources/datadog.md: the fields that may carry it, and what its absence costs. */
const WANTED: readonly (readonly [variable: string, fields: readonly string[], without: string])[] = [
  ['$ALERT_TRANSITION', ['alert_transition', 'transition'], 'the transition is guessed from the title'],
  [
    '$ALERT_CYCLE_KEY',
    ['alert_cycle_key'],
    'an alert that comes back later may be taken for the one that was',
  ],
  ['$ALERT_ID', ['alert_id', 'monitor_id'], 'alerts of one monitor are not known to belong together'],
  ['$ALERT_SCOPE', ['alert_scope'], 'the hosts and groups of one monitor are not told apart'],
  ['$ORG_ID', ['org_id'], 'two organisations are not told apart'],
  ['$ID', ['id', 'event_id'], 'two events of one alert are not told apart'],
  ['$ALERT_TITLE', ['alert_title', 'event_title', 'title'], 'the task has no title'],
  ['$EVENT_MSG', ['event_msg', 'body', 'text_only_msg'], 'the task has no description'],
  ['$ALERT_PRIORITY', ['alert_priority'], 'the priority is taken from the title or the type'],
  ['$ALERT_TYPE', ['alert_type'], 'the priority may be P3 for want of a better one'],
  ['$TAGS', ['tags', 'event_tags'], 'repositories.yaml cannot match on tags'],
  ['$LINK', ['link', 'event_url'], 'the task has no link to the alert'],
  ['$DATE', ['date', 'last_updated'], 'the time of receipt is taken for the time of the alert'],
];

/** The variables that a received body lacks, or that Datadog did not expand in it, and what that costs. */
export function missingVariables(fields: DatadogFields): string[] {
  return WANTED.filter(([, names]) => fields.get(...names) === undefined).map(
    ([variable, names, without]) => `${variable} (as "${names[0]}") has no value: ${without}`,
  );
}
