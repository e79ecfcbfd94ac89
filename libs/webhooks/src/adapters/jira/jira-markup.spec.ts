import { describe, expect, it } from 'vitest';
import { adfToMarkdown } from './adf-to-markdown';
import { wikiToMarkdown } from './wiki-to-markdown';

describe('adfToMarkdown', () => {
  const text = (value: string, ...marks: object[]): object => ({ type: 'text', text: value, marks });
  const node = (type: string, content: object[], attrs: object = {}): object => ({ type, content, attrs });
  const paragraph = (...content: object[]): object => node('paragraph', content);

  it.each([
    [
      node('orderedList', [
        node('listItem', [paragraph(text('a')), node('bulletList', [paragraph(text('b'))])]),
      ]),
      '1. a\n   \n   - b',
    ],
    [node('panel', [paragraph(text('note')), paragraph(text('more'))]), '> note\n> \n> more'],
    [
      node('table', [
        node('tableRow', [
          node('tableHeader', [paragraph(text('h'))]),
          node('tableHeader', [paragraph(text('i'))]),
        ]),
        node('tableRow', [
          node('tableCell', [paragraph(text('1'))]),
          node('tableCell', [paragraph(text('2'))]),
        ]),
      ]),
      '| h | i |\n|---|---|\n| 1 | 2 |',
    ],
    [
      paragraph(
        node('mention', [], { text: '@Ada' }),
        text(' see '),
        node('inlineCard', [], { url: 'https://example.com/a' }),
      ),
      '@Ada see https://example.com/a',
    ],
    [
      paragraph(
        text('x', { type: 'code' }),
        text('y', { type: 'link', attrs: { href: 'https://example.com' } }),
      ),
      '`x`[y](https://example.com)',
    ],
    [
      paragraph(
        text('x', { type: 'link', attrs: { href: 'javascript:alert(1)' } }),
        text('y', { type: 'link', attrs: { href: 'file:///etc/passwd' } }),
      ),
      'xy',
    ],
    [node('mediaSingle', [node('media', [])]), '[attachment]'],
    [node('expand', [node('mediaSingle', [node('media', [])]), paragraph(text('x'))]), '[attachment]\n\nx'],
    [node('expand', [paragraph(text('x'))], { title: 'Logs' }), '**Logs**\n\nx'],
    [
      paragraph(
        node('status', [], { text: 'DONE' }),
        text(' on '),
        node('date', [], { timestamp: '1700000000000' }),
        node('date', [], { timestamp: 'x' }),
      ),
      'DONE on 2023-11-14',
    ],
    [node('codeBlock', [text('a\n```\n\n\nb')]), '````\na\n```\n\n\nb\n````'],
    [node('expand', [node('rule', []), node('__proto__', [paragraph(text('z'))])]), '---\n\nz'],
    [node('heading', [text('deep')], { level: 1e9 }), '###### deep'],
  ])('renders %j', (content, markdown) => {
    expect(adfToMarkdown(node('doc', [content]), 1_000)).toBe(markdown);
  });

  it('stops at its budget, however much there is and however deep', () => {
    let nested: object = text('x');
    for (let level = 0; level < 10_000; level += 1)
      nested = { type: 'blockquote', content: [nested, text('y')] };
    expect(adfToMarkdown(nested, 1_000).length).toBeLessThan(5_000);
    const wide = node(
      'doc',
      Array.from({ length: 1_000 }, () => paragraph(text('word '.repeat(100)))),
    );
    expect(adfToMarkdown(wide, 1_000).length).toBeLessThan(1_500);
  });
});

describe('wikiToMarkdown', () => {
  it.each([
    ['* one\n** two\n# first', '- one\n  - two\n1. first'],
    [
      'see [the page|https://example.com/a] and [https://example.com]',
      'see [the page](https://example.com/a) and <https://example.com>',
    ],
    ['{noformat}a *b* c{noformat}', '```\na *b* c\n```'],
    ['{code:title=x.py|borderStyle=solid}\nx = 1\n{code}', '```\nx = 1\n```'],
    ['{code}\nnever closed', '```\nnever closed\n```'],
    ['!image.png|thumbnail! {{mono}} {color:red}red{color}', '[attachment image.png] `mono` red'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['Trace: {code}\nat *x* y\n{code} and the end', 'Trace: \n```\nat *x* y\n```\n and the end'],
    ['{code}x{code} *then* this', '```\nx\n```\n **then** this'],
    ['{noformat}{code}{noformat}', '```\n{code}\n```'],
    ['{noformat}\n```\nh1. not the end\n{noformat}', '````\n```\nh1. not the end\n````'],
    ['||name|| *value* ||\n|a|1|', '| name | **value** |\n|---|---|\n|a|1|'],
    ['||||', '||||'],
  ])('%j', (wiki, markdown) => {
    expect(wikiToMarkdown(wiki)).toBe(markdown);
  });
});
