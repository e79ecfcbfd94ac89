import { describe, expect, it } from 'vitest';
import {
  interpreted,
  readDeliveries,
  sampleDelivery,
  SampleSettings,
  webhookSourceContract,
} from '@anton/testing/webhook-sources';
import { parseAgentTask } from '@anton/contracts';
import { JiraSource } from './jira.source';

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
