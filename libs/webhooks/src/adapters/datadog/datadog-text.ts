import { decodeHTML } from 'entities';

/** `$EVENT_MSG` as Markdown: between `%%%`, without mentions of people and webhooks, entities decoded. */
export function datadogMarkdown(text: string | undefined): string {
  return decodeHTML(text ?? '')
    .replaceAll('%%%', '')
    .replace(/(^|\s)@(?:webhook|slack|pagerduty|opsgenie|teams)-[\w-]+/g, '$1')
    .trim();
}

/** A stack trace inside a message, or undefined: a run of lines that look like frames, with the line before. */
export function stackTraceIn(text: string): string | undefined {
  const lines = text.split('\n');
  const isFrame = (line: string): boolean => /^\s*(?:at \S+|File ".+", line \d+|\S+\(\S+:\d+\))/.test(line);
  const first = lines.findIndex(isFrame);
  if (first < 0) return undefined;
  const last = lines.findLastIndex(isFrame);
  return lines.slice(Math.max(0, first - 1), last + 1).join('\n');
}
