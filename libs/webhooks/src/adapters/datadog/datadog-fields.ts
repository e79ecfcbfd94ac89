import { isObject, own } from '../../text/json-fields';

/** A variable that Datadog did not expand: `$ALERT_TITLE`, or its bare name (https://docs.datadoghq.com/integrations/webhooks/). */
const UNEXPANDED =
  /^(?:\$[A-Z][A-Z_]*(?:\[[^\]]*\])?|ID|AGGREG_KEY|ALERT_[A-Z_]+|DATE|EVENT_(?:MSG|TITLE|TYPE)|HOSTNAME|LAST_UPDATED|LINK|LOGS_SAMPLE|ORG_(?:ID|NAME)|PRIORITY|SNAPSHOT|TAGS|TEXT_ONLY_MSG|USER|USERNAME)$/;
const NULL = /^(?:null|none|n\/a)$/i;
/** Objects that customers' templates group the variables in. */
const GROUPS = ['alert', 'event', 'monitor'];

/** The fields of a notification as the customer's template names them. */
export interface DatadogFields {
  /** The first of `names` that is there, at the top or in a group. */
  get(...names: readonly string[]): string | undefined;
  /** The organisation, by id. */
  readonly org: string;
}

/** A 19-digit id written without quotes loses its last digits in JSON.parse; its text is still in the raw body. */
function exactNumber(raw: string, name: string, value: number): string {
  const written = raw.matchAll(new RegExp(`"${name}"\\s*:\\s*(\\d{16,25})\\s*[,}]`, 'g'));
  return [...written].map(([, digits]) => digits).find((digits) => Number(digits) === value) ?? String(value);
}

/** Reads fields whatever their type; `"null"`, empty and unexpanded ones are absent. Null when the body is no object. */
export function datadogFields(body: unknown, rawBody: Buffer): DatadogFields | null {
  if (!isObject(body)) return null;
  let raw: string | undefined;
  const read = (object: unknown, name: string): string | undefined => {
    const value = own(object, name);
    if (typeof value === 'number' && !Number.isSafeInteger(value) && Number.isInteger(value)) {
      raw ??= rawBody.toString('utf8');
      return exactNumber(raw, name, value);
    }
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (isObject(value)) return JSON.stringify(value);
    if (typeof value !== 'string') return undefined;
    const text = value.trim();
    return text === '' || NULL.test(text) || UNEXPANDED.test(text) ? undefined : text;
  };
  const places = [body, ...GROUPS.map((group) => own(body, group)).filter(isObject)];
  const get = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      for (const place of places) {
        const value = read(place, name);
        if (value !== undefined) return value;
      }
    }
    return undefined;
  };
  return { get, org: get('org_id') ?? read(own(body, 'org'), 'id') ?? '' };
}
