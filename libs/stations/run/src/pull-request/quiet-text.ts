/** What makes a forge act when it reads a text, and what it becomes. */
const LOUD: readonly (readonly [RegExp, string])[] = [
  [/@(?=[\w-])/g, '\uff20'], // mentions
  [/#(?=\d)|(?<=^|\s)#(?=[a-z])/gi, '\uff03'], // references, `fixes #1` that closes an issue, `PAY-1 #close` too
  [/\bGH-(?=\d)/gi, 'GH\u2011'],
  [/https?:\/\/(?=(?:www\.)?github\.com\/\S+\/(?:issues|pull|discussions)\/\d)/gi, ''],
  [/\[(?=(?:skip|no|ci|actions)\b[^\]]*\])/gi, '\uff3b'], // `[skip ci]`
];

/** A text of a stranger that notifies nobody, closes nothing and skips no check; its lines stay. Not for Markdown. */
export function quiet(text: string): string {
  const visible = text.replace(/[^\S\n]/g, ' ').replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, '');
  return LOUD.reduce((clean, [pattern, twin]) => clean.replace(pattern, twin), visible);
}

/** {@link quiet} in one line. */
export function quietLine(text: string): string {
  return quiet(text.replace(/\s+/g, ' ')).trim();
}

/** Code spans that begin and end within the line: an open one would turn what follows inside out. */
export function balanced(line: string): string {
  const single = line.replace(/\\+`|`{2,}/g, "'");
  const isOdd = (single.match(/`/g)?.length ?? 0) % 2 === 1;
  return isOdd ? single.replace(/`(?=[^`]*$)/, "'") : single;
}

/** {@link quietLine} within Markdown: no HTML, no link, no image, no definition of one, no `/command` to a bot. */
export function inline(text: string): string {
  return balanced(quietLine(text))
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('](', '] (')
    .replaceAll(']:', ']\\:')
    .replace(/^\/(?=[a-z])/i, '\\/');
}

/** A code span of one line. */
export function code(text: string): string {
  return `\`${quietLine(text).replaceAll('`', "'")}\``;
}

/** The destination of a Markdown link: nothing in it ends the link. */
export function destination(url: string): string {
  return url.replace(/[()<>\s\\]/g, (mark) => `%${mark.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
