import { describe, expect, it } from 'vitest';
import {
  interpreted,
  readDeliveries,
  sampleDelivery,
  SampleSettings,
  webhookSourceContract,
} from '@anton/testing';
import { parseAgentTask } from '@anton/contracts';
import { adfToMarkdown } from './adf-to-markdown';
import { JiraSource } from './jira.source';
import { wikiToMarkdown } from './wiki-to-markdown';

const make = (): JiraSource => new JiraSource(new SampleSettings());
const source = make();
const taskOf = (name: string) => {
  const intake = interpreted(source, sampleDelivery(`jira/${name}`));
  if (intake.kind !== 'task') throw new Error(`${name}: ${JSON.stringify(intake)}`);
  return intake.task;
};

webhookSourceContract('JiraSource', make, [
  sampleDelivery('jira/issue-created.labelled'),
  ...readDeliveries('test/deliveries/jira').map(({ body }) => body),
]);

describe('JiraSource', () => {
  it('signs as Atlassian documents it', () => {
    const secret = "It's a Secret to Everybody";
    const expected = 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9';
    expect(source.sign(Buffer.from('Hello World!'), secret)).toEqual({ 'x-hub-signature': expected });
  });

  it('makes a task of a created issue that carries the label', () => {
    expect(taskOf('issue-created.labelled')).toMatchObject({
      source: 'JIRA',
      externalId: 'PAY-417',
      externalUrl: 'https://acme.example.net/browse/PAY-417',
      title: 'Totals are wrong for guests',
      description:
        '## What happens\nThe total is **0** for @abc.\n```java\nNullPointerException at Cart.total\n```',
      priority: 'P2',
      labels: ['anton', 'checkout'],
      requestedBy: '5f00',
      occurredAt: '2026-03-01T10:00:00.000Z',
      evidence: { attributes: { project: ['PAY'], component: ['checkout'] } },
    });
  });

  it('reads an Atlassian document, unknown nodes too', () => {
    const task = taskOf('issue-created.adf-description');
    expect(task.description).toBe(
      '## Steps\n\n- **open** the cart\n\n```java\ncart.total();\n```\n\nstill read',
    );
    expect(task.priority).toBe('P3');
  });

  it('makes another task of another change, and correlates both', () => {
    const [created, updated] = [taskOf('issue-created.labelled'), taskOf('issue-updated.label-added')];
    expect(created.taskId).not.toBe(updated.taskId);
    expect(created.correlationKey).toBe(updated.correlationKey);
  });

  it.each([
    ['issue-created.without-label', /does not carry the label/],
    ['issue-updated.label-was-there', /did not become present/],
    ['issue-updated.change-without-to-string', /did not become present/],
    ['comment-deleted.server', /carries no issue/],
    ['issue-created.by-anton', /Anton's own/],
  ])('ignores %s', (name, reason) => {
    expect(interpreted(source, sampleDelivery(`jira/${name}`))).toMatchObject({
      kind: 'ignored',
      reason: expect.stringMatching(reason) as string,
    });
  });
});

describe('JiraSource with the issue of a Data Center', () => {
  const issue = (changes: object, user: object = {}) =>
    interpreted(source, {
      webhookEvent: 'jira:issue_created',
      user,
      issue: {
        id: 1234,
        key: 'TES-4',
        self: 'https://tools_1.acme.example/jira/rest/api/2/issue/1234',
        fields: { summary: 'x', labels: ['anton'], priority: null, ...changes },
      },
    });

  it('knows the path it lives under, and gives no address that a task could not carry', () => {
    const intake = issue({});
    if (intake.kind !== 'task') throw new Error(JSON.stringify(intake));
    expect(intake.task.logicalKey).toContain('https://tools_1.acme.example/jira|');
    expect(intake.task.externalUrl).toBeNull();
    expect(parseAgentTask(intake.task)).toMatchObject({ externalId: 'TES-4', priority: 'P3' });
  });

  it('has a title when the summary holds nothing to read', () => {
    const intake = issue({ summary: '\u0000 \r\n' });
    expect(intake.kind === 'task' && intake.task.title).toBe('TES-4');
  });

  it.each(['name', 'key', 'accountId'])(
    'leaves the changes of its own account alone, known by %s',
    (field) => {
      expect(issue({}, { [field]: 'anton-bot' }).kind).toBe('ignored');
    },
  );
});

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
