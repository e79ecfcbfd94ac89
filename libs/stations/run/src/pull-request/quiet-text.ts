/** What makes a forge act when it reads a text, and what it becomes. */
const LOUD: readonly (readonly [RegExp, string])[] = [
  [/@(?=[\w-])/g, '\uff20'], // mentions
  [/#(?=\d)/g, '\uff03'], // references, and `fixes #1` that closes an issue
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

/** {@link quietLine} within Markdown: no HTML, no link, no image. */
export function inline(text: string): string {
  return quietLine(text).replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('](', '] (');
}

/** A code span of one line, also within a table. */
export function code(text: string): string {
  return `\`${quietLine(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** The destination of a Markdown link: nothing in it ends the link. */
export function destination(url: string): string {
  return url.replace(/[()<>\s\\]/g, (mark) => `%${mark.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
