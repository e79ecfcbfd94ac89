import { describe, expect, it } from 'vitest';
import {
  interpreted,
  readDeliveries,
  sampleDelivery,
  SampleSettings,
  webhookSourceContract,
} from '@anton/testing';
import { JiraSource } from './jira.source';
import { wikiToMarkdown } from './wiki-to-markdown';

const make = (): JiraSource => new JiraSource(new SampleSettings());
const source = make();
const taskOf = (name: string) => {
  const intake = interpreted(source, sampleDelivery(`jira/${name}`));
  if (intake.kind !== 'task') throw new Error(`${name} is ${intake.kind}: ${intake.reason}`);
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
    expect(interpreted(source, sampleDelivery(`jira/${name}`))).toEqual({
      kind: 'ignored',
      reason: expect.stringMatching(reason) as string,
    });
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
  ])('%j', (wiki, markdown) => {
    expect(wikiToMarkdown(wiki)).toBe(markdown);
  });
});
