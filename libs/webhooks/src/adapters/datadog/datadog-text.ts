import { decodeHTML } from 'entities';

/** `$EVENT_MSG` as Markdown: between `%%%`, without mentions of people and webhooks, entities decoded. */
export function datadogMarkdown(text: string | undefined): string {
  const clean = decodeHTML(text ?? '').replaceAll('%%%', '');
  if (!clean.includes('@')) return clean.trim();
  return clean.replace(/(^|\s)@(?:webhook|slack|pagerduty|opsgenie|teams)-[\w-]+/g, '$1').trim();
}

/** A frame of the JVM, Node and .NET, of Python, or of Go. Anchored, and linear in the length of the line. */
const FRAME = /^\s*(?:at \S.*[(:]\S|File "[^"]+", line \d|[^\s(]+\([^\s()]+:\d+\))/;

/** A stack trace inside a message, or null: the lines from the first frame to the last, with the line before. */
export function stackTraceIn(text: string): string | null {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => FRAME.test(line));
  if (first < 0) return null;
  const last = lines.findLastIndex((line) => FRAME.test(line));
  return lines.slice(Math.max(0, first - 1), last + 1).join('\n');
}
