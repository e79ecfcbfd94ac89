/**
 * Rules for one line of wiki markup, https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa. No class in them
 * contains the character that opens its own construct: a line of a hundred thousand `[` is read once, not squared.
 */
const LINE_RULES: readonly (readonly [RegExp, string | ((...groups: string[]) => string)])[] = [
  [/^bq\.\s+/, '> '],
  [/^\s*(\*+)\s+/, (_all, stars = '*') => `${'  '.repeat(Math.min(stars.length, 10) - 1)}- `],
  [/^\s*(#+)\s+/, (_all, marks = '#') => `${'   '.repeat(Math.min(marks.length, 10) - 1)}1. `],
  // After the lists, whose marks a heading must not be taken for.
  [/^h([1-6])\.\s+/, (_all, level = '1') => `${'#'.repeat(Number(level))} `],
  [/^-{4,}\s*$/, '---'],
  [/\{\{([^{}]+)\}\}/g, '`$1`'],
  [/\[~(?:accountid:)?([^[\]]+)\]/g, '@$1'],
  [/\[([^[\]|]+)\|(https?:[^[\]|\s]+)(?:\|[^[\]]*)?\]/g, '[$1]($2)'],
  [/\[(https?:[^[\]|\s]+)\]/g, '<$1>'],
  [/!([^!\s|]+\.\w{2,5})(?:\|[^!]*)?!/g, '[attachment $1]'],
  [/(^|[\s(])\*([^*\s](?:[^*]*[^*\s])?)\*(?=$|[\s).,;:!?])/g, '$1**$2**'],
  [/\{(?:color|panel|quote|anchor)(?::[^{}]*)?\}/g, ''],
];

function line(text: string): string {
  let out = text;
  for (const [pattern, replacement] of LINE_RULES) out = out.replace(pattern, replacement as string);
  return out;
}

const FENCE = /^\s*\{(code|noformat)(?::([^}]*))?\}/;

/** Jira's wiki markup as Markdown: what occurs in descriptions. Text inside code stays as it is. */
export function wikiToMarkdown(text: string): string {
  const out: string[] = [];
  let closing: string | null = null;
  for (const raw of text.split('\n')) {
    if (closing !== null) {
      const end = raw.indexOf(closing);
      if (end < 0) out.push(raw);
      else {
        if (raw.slice(0, end).trim() !== '') out.push(raw.slice(0, end));
        out.push('```');
        closing = null;
      }
      continue;
    }
    const fence = FENCE.exec(raw);
    if (fence === null) {
      out.push(line(raw));
      continue;
    }
    const [opening, kind = 'code', options = ''] = fence;
    const marker = `{${kind}}`;
    const rest = raw.slice(opening.length);
    const language = /^\w+$/.exec(options.split('|')[0] ?? '')?.[0] ?? '';
    const end = rest.indexOf(marker);
    out.push(`\`\`\`${language}`);
    if (end >= 0) out.push(rest.slice(0, end), '```');
    else {
      if (rest.trim() !== '') out.push(rest);
      closing = marker;
    }
  }
  if (closing !== null) out.push('```');
  return out.join('\n');
}
