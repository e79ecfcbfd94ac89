import { fenced } from '../../text/code-fence';
import { wikiParts } from './wiki-parts';

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

/** `||a||b||` is a row of headings; a row of cells is written alike in both. */
function tableHead(text: string): string | null {
  const row = text.trim();
  if (row.length < 5 || !row.startsWith('||') || !row.endsWith('||')) return null;
  const cells = row.slice(2, -2).split('||');
  return `| ${cells.map((cell) => line(cell.trim())).join(' | ')} |\n|${'---|'.repeat(cells.length)}`;
}

/** The lines of a part without the rest of the line that its marker stood on. */
function linesWithin(text: string, isAfterMarker: boolean, isBeforeMarker: boolean): string[] {
  const lines = text.split('\n');
  if (isAfterMarker && lines[0]?.trim() === '') lines.shift();
  if (isBeforeMarker && lines.at(-1)?.trim() === '') lines.pop();
  return lines;
}

/** Jira's wiki markup as Markdown: what occurs in descriptions. Text inside code stays as it is. */
export function wikiToMarkdown(text: string): string {
  const parts = wikiParts(text);
  return parts
    .flatMap((part, index) => {
      if (part.kind === 'code') return fenced(linesWithin(part.text, true, true).join('\n'), part.language);
      return linesWithin(part.text, index > 0, index < parts.length - 1).map(
        (raw) => tableHead(raw) ?? line(raw),
      );
    })
    .join('\n');
}
