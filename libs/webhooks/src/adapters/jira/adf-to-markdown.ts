import { fenced } from '../../text/code-fence';
import { webAddress } from '../../text/web-address';
import { isObject, listAt, textAt, type JsonObject } from '../../text/json-fields';

const MAX_DEPTH = 40;
const MAX_QUOTED_DEPTH = 8;

/** Where a rendering is. `budget` is shared by the whole document: how many more characters of text are taken. */
interface Place {
  readonly depth: number;
  readonly budget: { left: number };
}

type Render = (node: JsonObject, place: Place) => string;

function take(text: string, { budget }: Place): string {
  const taken = text.slice(0, Math.max(budget.left, 0));
  // A node costs something even when it is empty: no document is rendered without an end.
  budget.left -= taken.length + 1;
  return taken;
}

/** A link of the web; any other (`javascript:`, `file:`) is the text it stands on. */
function linked(text: string, href: string): string {
  return webAddress(href) === null ? text : `[${text}](${href})`;
}

function marked(node: JsonObject, place: Place): string {
  let text = take(textAt(node, 'text') ?? '', place);
  for (const mark of listAt(node, 'marks').slice(0, 10)) {
    const type = textAt(mark, 'type');
    if (type === 'code') text = `\`${text}\``;
    else if (type === 'strong') text = `**${text}**`;
    else if (type === 'em') text = `*${text}*`;
    else if (type === 'strike') text = `~~${text}~~`;
    else if (type === 'link') text = linked(text, take(textAt(mark, 'attrs', 'href') ?? '', place));
  }
  return text;
}

function attribute(name: string): Render {
  return (node, place) => take(textAt(node, 'attrs', name) ?? '', place);
}

function children(node: JsonObject, place: Place): string {
  return listAt(node, 'content')
    .map((child) => adfNode(child, place))
    .join('');
}

/** A node on lines of its own; nothing when it is empty. */
function block(before: (node: JsonObject) => string): Render {
  return (node, place) => {
    const content = children(node, place);
    return content === '' ? '' : `${before(node)}${content}\n\n`;
  };
}

function prefixed(text: string, first: string, rest: string): string {
  return first + text.trim().replaceAll('\n', `\n${rest}`);
}

function list(bullet: (index: number) => string): Render {
  return (node, place) => {
    const items = listAt(node, 'content').map((item, index) => {
      const mark = bullet(index);
      return prefixed(adfNode(item, place), mark, ' '.repeat(mark.length));
    });
    return `${items.join('\n')}\n\n`;
  };
}

/** Every level of a quote copies all of its lines: deeper ones keep their text and lose their mark. */
const quote: Render = (node, place) => {
  const content = children(node, place);
  return place.depth > MAX_QUOTED_DEPTH ? content : `${prefixed(content, '> ', '> ')}\n\n`;
};

const table: Render = (node, place) => {
  const [head = '', ...rows] = listAt(node, 'content').map((row) => {
    const cells = listAt(row, 'content').map((cell) =>
      adfNode(cell, place).trim().replace(/\n+/g, ' ').replaceAll('|', '\\|'),
    );
    return `| ${cells.join(' | ')} |`;
  });
  const columns = listAt(listAt(node, 'content')[0], 'content').length;
  return `${[head, `|${'---|'.repeat(columns)}`, ...rows].join('\n')}\n\n`;
};

function headingOf(node: JsonObject): string {
  const level = Number(textAt(node, 'attrs', 'level') ?? 1);
  return `${'#'.repeat(level >= 1 && level <= 6 ? level : 6)} `;
}

const code: Render = (node, place) =>
  `${fenced(children(node, place), textAt(node, 'attrs', 'language') ?? '')}\n\n`;

const expand: Render = (node, place) => {
  const title = attribute('title')(node, place);
  return `${title === '' ? '' : `**${title}**\n\n`}${children(node, place)}`;
};

/** `attrs.timestamp` is in epoch milliseconds, as text. */
const date: Render = (node) => {
  const time = Number(textAt(node, 'attrs', 'timestamp') ?? Number.NaN);
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString().slice(0, 10) : '';
};

const card: Render = (node, place) => `${attribute('url')(node, place)}\n\n`;

/** https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/ */
const RENDER: ReadonlyMap<string, Render> = new Map([
  ['text', marked],
  ['hardBreak', () => '\n'],
  ['paragraph', block(() => '')],
  ['heading', block(headingOf)],
  ['bulletList', list(() => '- ')],
  ['taskList', list(() => '- ')],
  ['orderedList', list((index) => `${index + 1}. `)],
  ['codeBlock', code],
  ['blockquote', quote],
  ['panel', quote],
  ['rule', () => '---\n\n'],
  ['mention', attribute('text')],
  ['emoji', (node, place) => attribute('text')(node, place) || attribute('shortName')(node, place)],
  ['inlineCard', attribute('url')],
  ['blockCard', card],
  ['embedCard', card],
  ['status', attribute('text')],
  ['date', date],
  ['expand', expand],
  ['nestedExpand', expand],
  ['mediaSingle', block(() => '')],
  ['mediaGroup', block(() => '')],
  ['media', () => '[attachment]'],
  ['table', table],
]);

/** An unknown node gives its content. */
function adfNode(value: unknown, { depth, budget }: Place): string {
  if (!isObject(value) || depth > MAX_DEPTH || budget.left <= 0) return '';
  budget.left -= 1;
  const render = RENDER.get(textAt(value, 'type') ?? '') ?? children;
  return render(value, { depth: depth + 1, budget });
}

/** An Atlassian document as Markdown, of at most about `max` characters of text. */
export function adfToMarkdown(document: unknown, max: number): string {
  return adfNode(document, { depth: 0, budget: { left: max } }).trim();
}
