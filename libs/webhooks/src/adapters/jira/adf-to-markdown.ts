import { isObject, listAt, textAt, type JsonObject } from '../../text/json-fields';

const MAX_DEPTH = 40;

type Render = (node: JsonObject, depth: number) => string;

function children(node: JsonObject, depth: number, separator = ''): string {
  if (depth > MAX_DEPTH) return '';
  return listAt(node, 'content')
    .map((child) => adfNode(child, depth + 1))
    .join(separator);
}

function marked(node: JsonObject): string {
  let text = textAt(node, 'text') ?? '';
  for (const mark of listAt(node, 'marks')) {
    const type = textAt(mark, 'type');
    if (type === 'code') text = `\`${text}\``;
    else if (type === 'strong') text = `**${text}**`;
    else if (type === 'em') text = `*${text}*`;
    else if (type === 'strike') text = `~~${text}~~`;
    else if (type === 'link') text = `[${text}](${textAt(mark, 'attrs', 'href') ?? ''})`;
  }
  return text;
}

function prefixed(text: string, first: string, rest: string): string {
  return text
    .trim()
    .split('\n')
    .map((line, index) => (index === 0 ? first : rest) + line)
    .join('\n');
}

function list(node: JsonObject, depth: number, bullet: (index: number) => string): string {
  const items = listAt(node, 'content').map((item, index) =>
    prefixed(adfNode(item, depth + 1), bullet(index), '  '),
  );
  return `${items.join('\n')}\n\n`;
}

function table(node: JsonObject, depth: number): string {
  const rows = listAt(node, 'content').map(
    (row) =>
      `| ${listAt(row, 'content')
        .map((cell) =>
          adfNode(cell, depth + 2)
            .trim()
            .replace(/\n+/g, ' '),
        )
        .join(' | ')} |`,
  );
  const columns = listAt(listAt(node, 'content')[0], 'content').length;
  return `${[rows[0] ?? '', `|${'---|'.repeat(columns)}`, ...rows.slice(1)].join('\n')}\n\n`;
}

/** https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/ */
const RENDER: Readonly<Record<string, Render>> = {
  text: marked,
  hardBreak: () => '\n',
  paragraph: (node, depth) => `${children(node, depth)}\n\n`,
  heading: (node, depth) =>
    `${'#'.repeat(Math.min(6, Number(textAt(node, 'attrs', 'level') ?? 1)))} ${children(node, depth)}\n\n`,
  bulletList: (node, depth) => list(node, depth, () => '- '),
  taskList: (node, depth) => list(node, depth, () => '- '),
  orderedList: (node, depth) => list(node, depth, (index) => `${index + 1}. `),
  codeBlock: (node, depth) =>
    `\`\`\`${textAt(node, 'attrs', 'language') ?? ''}\n${children(node, depth)}\n\`\`\`\n\n`,
  blockquote: (node, depth) => `${prefixed(children(node, depth), '> ', '> ')}\n\n`,
  panel: (node, depth) => `${prefixed(children(node, depth), '> ', '> ')}\n\n`,
  rule: () => '---\n\n',
  mention: (node) => textAt(node, 'attrs', 'text') ?? '',
  emoji: (node) => textAt(node, 'attrs', 'text') ?? textAt(node, 'attrs', 'shortName') ?? '',
  inlineCard: (node) => textAt(node, 'attrs', 'url') ?? '',
  blockCard: (node) => `${textAt(node, 'attrs', 'url') ?? ''}\n\n`,
  media: () => '[attachment]',
  table,
};

function adfNode(value: unknown, depth: number): string {
  if (!isObject(value) || depth > MAX_DEPTH) return '';
  const render = RENDER[textAt(value, 'type') ?? ''];
  return render === undefined ? children(value, depth) : render(value, depth);
}

/** An Atlassian document as Markdown. Unknown nodes give their content. */
export function adfToMarkdown(document: unknown): string {
  return adfNode(document, 0)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
