import type { Redactor } from '@anton/platform';
import { balanced, code, inline, quietLine } from './quiet-text';

/** `- `, `1. `, `- [ ] `, with the indentation that makes it a part of another list item. */
const ITEM = /^(\s*)([-*+]|\d{1,3}[.)])\s+(\[[ xX]\]\s+)?/;
const FENCE = /^\s*(?:`{3,}|~{3,})/;
/** What begins a heading, a table, a rule, a code block that would swallow all that follows. */
const BLOCK = /^(?=[#|=*_+~:-]|`{3})/;

/** Cuts what is Markdown already: within no entity and behind no backslash. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const lines = text
    .slice(0, max - 1)
    .replace(/&[a-z]*$/, '')
    .replace(/[\\\s]+$/, '');
  return `${lines.split('\n').map(balanced).join('\n')}…`;
}

function quietLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => !FENCE.test(line))
    .map((line) => {
      const [item, indent = '', mark = '', box = ''] = ITEM.exec(line) ?? [];
      if (item === undefined) return inline(line).replace(BLOCK, '\\');
      const rest = inline(line.slice(item.length)).replace(BLOCK, '\\');
      return `${indent.length > 1 ? '  ' : ''}${mark} ${box.trim()}${box === '' ? '' : ' '}${rest}`;
    });
}

/**
 * Texts of strangers as Markdown that does nothing: redacted, then disarmed, then cut. In this order: half a secret
 * would not be found.
 */
export class QuietMarkdown {
  constructor(private readonly redactor: Redactor) {}

  /** One line, at most `max` characters. */
  line(text: string, max = 240): string {
    return cut(inline(this.redactor.redact(text)).replace(BLOCK, '\\'), max);
  }

  /** A code span, at most `max` characters. */
  code(text: string, max = 160): string {
    const line = quietLine(this.redactor.redact(text));
    return line === '' ? '(none)' : code(line.length > max ? `${line.slice(0, max - 1)}…` : line);
  }

  /** {@link code} in a table. */
  cell(text: string, max?: number): string {
    return this.code(text, max).replaceAll('|', '\\|');
  }

  /** Paragraphs and lists, at most `max` characters; headings, tables, code blocks and rules become plain lines. */
  paragraphs(text: string, max: number): string {
    const lines = quietLines(this.redactor.redact(text)).join('\n');
    return cut(lines.replace(/\n{3,}/g, '\n\n').trim(), max);
  }
}
