import { describe, expect, it } from 'vitest';
import { parseTaskSignal, type SourceSettings } from '@anton/contracts';
import { interpreted, sampleDelivery, SampleSettings } from '@anton/testing/webhook-sources';
import { JiraSource } from './jira.source';

const source = new JiraSource(new SampleSettings());
const taskOf = (name: string) => {
  const intake = interpreted(source, sampleDelivery(`jira/${name}`));
  if (intake.kind !== 'task') throw new Error(`${name}: ${JSON.stringify(intake)}`);
  return intake.task;
};

describe('JiraSource and the life cycle of an issue', () => {
  const signalOf = (name: string) => {
    const intake = interpreted(source, sampleDelivery(`jira/${name}`));
    if (intake.kind !== 'signal') throw new Error(`${name}: ${JSON.stringify(intake)}`);
    return parseTaskSignal(JSON.parse(JSON.stringify(intake.signal)));
  };

  it.each([
    ['issue-updated.label-removed', 'the label anton was removed', '2026-03-01T10:11:00.000Z'],
    ['issue-updated.done', 'the issue is done', '2026-03-01T10:16:00.000Z'],
    ['issue-deleted.labelled', 'the issue was deleted', '2026-03-01T10:21:00.000Z'],
  ])('tells by %s that the work is withdrawn', (name, reason, occurredAt) => {
    const { correlationKey } = taskOf('issue-created.labelled');
    expect(signalOf(name)).toMatchObject({
      kind: 'withdrawn',
      source: 'JIRA',
      signalId: expect.stringMatching(/^jira-pay-417-/) as string,
      correlationKey,
      reason,
      occurredAt,
    });
  });

  it('gives every event a signal of its own, and the same one whenever it comes', () => {
    const names = ['issue-updated.label-removed', 'issue-updated.done', 'issue-deleted.labelled'];
    const ids = names.map((name) => signalOf(name).signalId);
    expect(new Set(ids).size).toBe(3);
    expect(names.map((name) => signalOf(name).signalId)).toEqual(ids);
  });

  const changed = (changes: object, body: object = {}) => {
    const delivery = sampleDelivery('jira/issue-updated.done') as { issue: { fields: object } };
    return interpreted(source, {
      ...delivery,
      issue: { ...delivery.issue, fields: { ...delivery.issue.fields, ...changes } },
      ...body,
    });
  };

  it.each([
    ['an issue that nobody gave to Anton is done', { labels: ['checkout'] }, {}],
    ['an issue that nobody gave to Anton is deleted', { labels: [] }, { webhookEvent: 'jira:issue_deleted' }],
    ['the state is another one, not done', { status: { statusCategory: { key: 'indeterminate' } } }, {}],
    ['a done issue is edited', {}, { changelog: { id: '9', items: [{ field: 'summary' }] } }],
    ['the actor is Anton', {}, { user: { accountId: 'anton-bot' } }],
  ])('withdraws nothing when %s', (_what, changes, body) => {
    expect(changed(changes, body).kind).toBe('ignored');
  });

  it.each(['jira:issue_created', 'jira:issue_updated'])(
    'starts nothing for an issue that is done: %s',
    (event) => {
      const items = [{ field: 'labels', fromString: '', toString: 'anton' }];
      expect(changed({}, { webhookEvent: event, changelog: { id: '7', items } })).toMatchObject({
        kind: 'ignored',
        reason: 'the issue is done already',
      });
    },
  );

  it('knows the field of Data Center, which has no fieldId and another case', () => {
    const items = [{ field: 'Status', from: '1', to: '6' }];
    expect(changed({}, { changelog: { id: '7', items } }).kind).toBe('signal');
  });
});

describe('JiraSource and the time of an event', () => {
  const received = (hours: number, settings = new SampleSettings()) => {
    const body = sampleDelivery('jira/issue-created.labelled');
    const receivedAt = new Date(1_772_359_200_000 + hours * 3_600_000);
    const rawBody = Buffer.from(JSON.stringify(body));
    return new JiraSource(settings).interpret({ rawBody, body, headers: {}, receivedAt });
  };

  it('ignores what was signed longer ago than a day, measured when it was received', () => {
    expect(received(24).kind).toBe('task');
    expect(received(24.01)).toMatchObject({ kind: 'ignored', cause: 'stale' });
    expect(received(200, new SampleSettings({ jira: { maxAgeHours: 200 } })).kind).toBe('task');
  });

  it('bears with a clock that is behind', () => {
    expect(received(-0.9).kind).toBe('task');
    expect(received(-1.1)).toMatchObject({ kind: 'ignored', cause: 'stale' });
  });

  it('believes no header about it', () => {
    const body = sampleDelivery('jira/issue-created.labelled');
    const rawBody = Buffer.from(JSON.stringify(body));
    const receivedAt = new Date('2026-04-01T00:00:00.000Z');
    const headers = { date: receivedAt.toUTCString(), 'x-request-timestamp': String(receivedAt.getTime()) };
    expect(source.interpret({ rawBody, body, headers, receivedAt }).kind).toBe('ignored');
  });
});

describe('JiraSource and who acts', () => {
  const by = (user: object, jira: Partial<SourceSettings['jira']> = {}) =>
    interpreted(new JiraSource(new SampleSettings({ jira })), {
      ...(sampleDelivery('jira/issue-created.labelled') as object),
      user,
    }).kind;

  it('leaves apps and automations alone where the settings say so', () => {
    expect(by({ accountId: 'x', accountType: 'app' })).toBe('task');
    expect(by({ accountId: 'x', accountType: 'app' }, { ignoreApps: true })).toBe('ignored');
    expect(by({ accountId: 'x', accountType: 'atlassian' }, { ignoreApps: true })).toBe('task');
  });

  it.each(['accountId', 'name', 'key', 'emailAddress'])('knows its own accounts by %s', (field) => {
    expect(by({ [field]: 'bot@example.com' }, { ownAccounts: ['bot@example.com'] })).toBe('ignored');
  });
});

describe('JiraSource and Automation', () => {
  it('makes one task of the bare issue that a rule sends, however often, beside those of its webhooks', () => {
    const task = taskOf('automation.bare-issue');
    expect(task).toMatchObject({ externalId: 'PAY-417', priority: 'P2', requestedBy: null });
    expect(task.correlationKey).toBe(taskOf('issue-created.labelled').correlationKey);
    const later = structuredClone(sampleDelivery('jira/automation.bare-issue')) as { fields: object };
    const again = interpreted(source, {
      ...later,
      fields: { ...later.fields, updated: '2026-03-02T10:00:00Z' },
    });
    expect(again).toMatchObject({ kind: 'task', task: { taskId: task.taskId } });
  });

  it('ignores one without the label', () => {
    const body = sampleDelivery('jira/automation.bare-issue') as { fields: object };
    expect(interpreted(source, { ...body, fields: { ...body.fields, labels: null } })).toMatchObject({
      kind: 'ignored',
      reason: 'the issue does not carry the label anton',
    });
  });

  it.each([
    [{}],
    [{ 'issue.key': 'PAY-417', user_id: '5f00' }],
    [{ payload: '{"webhookEvent":"jira:issue_created"}' }],
  ])('ignores a form, which has no event: %j', (body) => {
    expect(interpreted(source, body).kind).toBe('ignored');
  });
});
