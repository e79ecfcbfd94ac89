import { describe, expect, it } from 'vitest';
import {
  interpreted,
  readDeliveries,
  sampleDelivery,
  SampleSettings,
  webhookSourceContract,
} from '@anton/testing/webhook-sources';
import { DatadogSource } from './datadog.source';

const make = (): DatadogSource => new DatadogSource(new SampleSettings());
const source = make();
const taskOf = (name: string) => {
  const intake = interpreted(source, sampleDelivery(`datadog/${name}`));
  if (intake.kind !== 'task') throw new Error(`${name}: ${JSON.stringify(intake)}`);
  return intake.task;
};

webhookSourceContract('DatadogSource', make, [
  sampleDelivery('datadog/triggered.recommended-template'),
  ...readDeliveries('test/deliveries/datadog').map(({ body }) => body),
]);

describe('DatadogSource', () => {
  it('makes a task of the recommended template', () => {
    expect(taskOf('triggered.recommended-template')).toMatchObject({
      source: 'DATADOG',
      title: 'Errors in cart',
      description:
        "Too many errors & slow answers, it's bad\n\n    at Cart.total(Cart.java:42)\n    at Main.main(Main.java:7)",
      priority: 'P2',
      service: 'cart',
      environment: 'prod',
      labels: ['env:prod', 'monitor', 'service:cart', 'security-group:a', 'security-group:b'],
      evidence: {
        stackTrace: expect.stringContaining('Cart.java:42') as string,
        attributes: { tag: expect.arrayContaining(['env:prod']) as string[] },
      },
      occurredAt: '2026-03-01T10:00:00.000Z',
    });
  });

  it('knows a re-notification of the same alert', () => {
    expect(taskOf('re-triggered.same-cycle').taskId).toBe(taskOf('triggered.recommended-template').taskId);
  });

  it.each(['Renotify', 'Re-Warn', 'Re-No Data'])(
    'knows %s of the same alert, where it starts tasks',
    (transition) => {
      const eager = new DatadogSource(
        new SampleSettings({ datadog: { trigger: { transitions: [transition] } } }),
      );
      const body = {
        ...(sampleDelivery('datadog/renotify.same-cycle') as object),
        alert_transition: transition,
      };
      const { taskId } = taskOf('triggered.recommended-template');
      expect(interpreted(eager, body)).toMatchObject({ kind: 'task', task: { taskId } });
      expect(interpreted(source, body).kind).toBe('ignored');
    },
  );

  it('takes the bare default payload, by the prefix of its title', () => {
    expect(taskOf('default-payload')).toMatchObject({
      title: 'Disk is full',
      description: 'no room',
      priority: 'P3',
      service: null,
    });
  });

  it('takes null strings and unexpanded variables for absent', () => {
    expect(taskOf('null-strings-and-unexpanded')).toMatchObject({
      service: 'cart',
      environment: 'prod',
      priority: 'P2',
      logicalKey: expect.stringContaining('monitor') as string,
    });
  });

  it('reads fields that a template groups', () => {
    const grouped = (transition: string, id: string) =>
      interpreted(source, {
        id,
        title: `[P4] [${transition}] API Test`,
        org: { id: '99', name: 'acme' },
        alert: { alert_id: '7', alert_scope: '', alert_transition: transition },
        event: { aggreg_key: 'a1', event_id: 'ID', event_url: 'https://app.datadoghq.com/event/event?id=1' },
      });
    const [first, again] = [grouped('Triggered', '1'), grouped('Re-Triggered', '2')];
    if (first.kind !== 'task' || again.kind !== 'task') throw new Error('no task');
    expect(first.task).toMatchObject({
      priority: 'P4',
      title: 'API Test',
      externalUrl: 'https://app.datadoghq.com/event/event?id=1',
      evidence: { attributes: { monitor: ['7'] } },
    });
    expect(again.task.taskId).toBe(first.task.taskId);
    expect(grouped('No Data', '3').kind).toBe('ignored');
  });

  it('reads the prefix of the event title when the title of the alert has none', () => {
    const intake = interpreted(source, {
      alert_title: 'Disk is full',
      event_title: '[P1] [Re-Triggered on {host:a}] Disk is full',
      alert_transition: '$ALERT_TRANSITION',
      alert_id: '7',
    });
    expect(intake.kind === 'task' && intake.task).toMatchObject({ title: 'Disk is full', priority: 'P1' });
  });

  it('keeps two hosts apart, however long their scope is', () => {
    const [one, two] = ['a', 'b'].map((host) => {
      const alert_scope = `cluster:${'x'.repeat(1_200)},host:${host}`;
      const intake = interpreted(source, {
        alert_transition: 'Triggered',
        title: 'x',
        alert_id: '7',
        alert_scope,
      });
      if (intake.kind !== 'task') throw new Error(JSON.stringify(intake));
      return intake.task;
    });
    expect(one?.logicalKey).not.toBe(two?.logicalKey);
    expect(one?.correlationKey).not.toBe(two?.correlationKey);
  });

  it('takes a short word in capitals for what it is, unless it names a variable', () => {
    const intake = interpreted(source, {
      alert_transition: 'Triggered',
      alert_title: 'ERROR',
      alert_id: 'ALERT_ID',
      id: '5',
      tags: 'service:API,env:PROD',
      service: '$TAGS[service]',
    });
    expect(intake.kind === 'task' && intake.task).toMatchObject({
      title: 'ERROR',
      externalId: '5',
      service: 'API',
      environment: 'PROD',
    });
  });

  it('correlates an alert by its monitor, in whatever order its scope is written', () => {
    const scoped = (scope: string, cycle: string) => {
      const intake = interpreted(source, {
        alert_transition: 'Triggered',
        title: 'x',
        alert_id: '7',
        alert_scope: scope,
        alert_cycle_key: cycle,
      });
      return intake.kind === 'task' ? intake.task : undefined;
    };
    const [one, two] = [scoped('host:a,env:b', '1'), scoped('env:b, host:a', '2')];
    expect(one?.correlationKey).toBe(two?.correlationKey);
    expect(one?.taskId).not.toBe(two?.taskId);
  });

  it('keeps all digits of an id without quotes', () => {
    const raw = Buffer.from('{"alert_transition":"Triggered","title":"x","id":8306082202796025694}');
    const intake = source.interpret({
      rawBody: raw,
      headers: {},
      receivedAt: new Date(),
      body: JSON.parse(raw.toString()),
    });
    expect(intake.kind === 'task' && intake.task.logicalKey).toContain('8306082202796025694');
  });

  it.each(['warn', 'unknown-transition'])('ignores %s', (name) => {
    expect(interpreted(source, sampleDelivery(`datadog/${name}`)).kind).toBe('ignored');
  });

  it('parks a body that names nothing', () => {
    expect(interpreted(source, { alert_transition: 'Triggered' })).toEqual({
      kind: 'parked',
      reason: expect.stringContaining('neither') as string,
    });
  });
});
