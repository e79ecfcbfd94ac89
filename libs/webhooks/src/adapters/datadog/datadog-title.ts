import { decodeHTML } from 'entities';
import type { DatadogFields } from './datadog-fields';

const KNOWN = [
  'Triggered',
  'Re-Triggered',
  'Recovered',
  'No Data',
  'Re-No Data',
  'Warn',
  'Re-Warn',
  'Renotify',
];

const MAX_READ = 2_000;

/** What the prefix of a title says: `[P1] [Triggered on {host:x}] Name`. */
export interface DatadogTitle {
  readonly name: string;
  readonly priority: string | undefined;
  readonly transition: string | undefined;
  /** What the alert is about, e.g. `{host:x}`; empty when the prefix does not say. */
  readonly scope: string;
}

/** Takes the prefix off a title. */
function readTitle(title: string): DatadogTitle {
  let name = decodeHTML(title.slice(0, MAX_READ)).trim();
  let priority: string | undefined;
  let transition: string | undefined;
  let scope = '';
  for (let match = /^\[([^\]]*)\]\s*/.exec(name); match !== null; match = /^\[([^\]]*)\]\s*/.exec(name)) {
    const text = match[1] ?? '';
    const known = KNOWN.find((word) => text === word || text.startsWith(`${word} on `));
    if (/^P[1-5]$/.test(text)) priority ??= text;
    else if (known !== undefined) {
      transition ??= known;
      scope ||= text.slice(known.length + ' on '.length);
    } else break;
    name = name.slice(match[0].length);
  }
  return { name, priority, transition, scope };
}

/** The first title of the body; what its prefix does not say, another title's may (`$ALERT_TITLE` often has none). */
export function titleOf(fields: DatadogFields): DatadogTitle {
  const titles = ['alert_title', 'event_title', 'title'].map((name) => readTitle(fields.get(name) ?? ''));
  return {
    name: titles.find(({ name }) => name !== '')?.name ?? '',
    priority: titles.find(({ priority }) => priority !== undefined)?.priority,
    transition: titles.find(({ transition }) => transition !== undefined)?.transition,
    scope: titles.find(({ scope }) => scope !== '')?.scope ?? '',
  };
}
