import type { QuietMarkdown } from './quiet-markdown';

/** One section of the repository's own template, quiet. The first one may have no heading. */
export interface OwnSection {
  /** `## Why`, with its level; empty for what stands before the first heading. */
  readonly heading: string;
  readonly text: string;
}

const MAX_SECTIONS = 24;
const MAX_TEXT = 800;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$/;
/** Closed or not: what is a comment to the forge is for the author of a pull request, not for its reader. */
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
const FRONT_MATTER = /^---\n[\s\S]*?\n---\n/;

/**
 * The sections of a template by its `#` headings. It is a stranger's text: nothing of it is executed or followed,
 * it is shown without its comments.
 */
export function sectionsOf(template: string, md: QuietMarkdown): readonly OwnSection[] {
  const found: { heading: string; lines: string[] }[] = [{ heading: '', lines: [] }];
  let isCode = false;
  for (const line of template
    .replaceAll('\r\n', '\n')
    .replace(FRONT_MATTER, '')
    .replace(COMMENT, '')
    .split('\n')) {
    if (/^ {0,3}(?:`{3}|~{3})/.test(line)) isCode = !isCode;
    const [, level, title] = isCode ? [] : (HEADING.exec(line) ?? []);
    if (level !== undefined) found.push({ heading: `${level} ${md.line(title ?? '', 120)}`, lines: [] });
    else found.at(-1)?.lines.push(line);
  }
  return found
    .map(({ heading, lines }) => ({ heading, text: md.paragraphs(lines.join('\n'), MAX_TEXT) }))
    .filter(({ heading, text }) => heading !== '' || text !== '')
    .slice(0, MAX_SECTIONS);
}
