import { isObject, own } from '../../text/json-fields';

/** A variable that Datadog did not expand: `$ALERT_TITLE`, or its bare name. */
const UNEXPANDED = /^\$?[A-Z][A-Z_]*(?:\[[^\]]*\])?$/;
const NULL = /^(?:null|none|n\/a)$/i;

/** The fields of a notification as the customer's template names them. */
export interface DatadogFields {
  get(...names: readonly string[]): string | undefined;
  /** The id of the organisation, or the empty text. */
  readonly org: string;
}

/** A 19-digit id written without quotes loses its last digits in JSON.parse; its text is still in the raw body. */
function exactNumber(raw: string, name: string): string | undefined {
  return new RegExp(`"${name}"\\s*:\\s*(\\d{16,25})\\s*[,}]`).exec(raw)?.[1];
}

/** Objects that customers' templates group the variables in. */
const GROUPS = ['alert', 'event', 'monitor'];

/** Reads fields whatever their type, also inside the usual groups; `"null"`, empty and unexpanded ones are absent. The first name that is there counts. */
export function datadogFields(body: unknown, rawBody: Buffer): DatadogFields | null {
  if (!isObject(body)) return null;
  const groups = [body, ...GROUPS.map((group) => own(body, group)).filter(isObject)];
  let raw: string | undefined;
  const read = (group: unknown, name: string): string | undefined => {
    const value = own(group, name);
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      raw ??= rawBody.toString('utf8');
      return exactNumber(raw, name) ?? String(value);
    }
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (isObject(value)) return JSON.stringify(value);
    if (typeof value !== 'string') return undefined;
    const text = value.trim();
    return text === '' || NULL.test(text) || UNEXPANDED.test(text) ? undefined : text;
  };
  const one = (name: string): string | undefined =>
    groups.map((group) => read(group, name)).find((value) => value !== undefined);
  return {
    get: (...names) => names.map(one).find((value) => value !== undefined),
    org: one('org_id') ?? read(own(body, 'org'), 'id') ?? '',
  };
}
