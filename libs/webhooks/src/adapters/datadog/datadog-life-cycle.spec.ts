import { describe, expect, it } from 'vitest';
import { parseTaskSignal } from '@anton/contracts';
import { interpreted, sampleDelivery, SampleSettings } from '@anton/testing/webhook-sources';
import { DatadogSource } from './datadog.source';

const source = new DatadogSource(new SampleSettings());
const taskOf = (name: string) => {
  const intake = interpreted(source, sampleDelivery(`datadog/${name}`));
  if (intake.kind !== 'task') throw new Error(`${name}: ${JSON.stringify(intake)}`);
  return intake.task;
};

describe('DatadogSource and the end of an alert', () => {
  const recovered = (changes: object = {}) =>
    interpreted(source, { ...(sampleDelivery('datadog/recovered') as object), ...changes });

  it('tells that the alert of a task recovered', () => {
    const intake = recovered();
    if (intake.kind !== 'signal') throw new Error(JSON.stringify(intake));
    expect(parseTaskSignal(JSON.parse(JSON.stringify(intake.signal)))).toMatchObject({
      kind: 'recovered',
      source: 'DATADOG',
      correlationKey: taskOf('triggered.recommended-template').correlationKey,
      occurredAt: '2026-03-01T10:00:00.000Z',
    });
  });

  it('tells one recovery from the next, and the same one whenever it is sent', () => {
    const idOf = (changes: object) => {
      const intake = recovered(changes);
      return intake.kind === 'signal' ? intake.signal.signalId : intake.kind;
    };
    const ids = [{}, { alert_cycle_key: '2' }, { id: '5' }].map(idOf);
    expect(new Set(ids).size).toBe(3);
    expect(idOf({})).toBe(ids[0]);
  });

  it('finds the alert by whatever a template names of it', () => {
    const bare = { alert_id: undefined, alert_scope: undefined, aggreg_key: undefined };
    const triggered = interpreted(source, {
      ...(sampleDelivery('datadog/triggered.recommended-template') as object),
      ...bare,
    });
    expect(recovered(bare)).toMatchObject({
      kind: 'signal',
      signal: { correlationKey: triggered.kind === 'task' && triggered.task.correlationKey },
    });
  });

  it('finds the alert of the bare default payload by its title', () => {
    const of = (prefix: string, id: string) =>
      interpreted(source, { id, title: `[P1] [${prefix} on {host:a}] Disk is full`, org: { id: '7' } });
    const [triggered, again, end] = [of('Triggered', '1'), of('Re-Triggered', '2'), of('Recovered', '3')];
    if (triggered.kind !== 'task' || again.kind !== 'task') throw new Error(JSON.stringify(again));
    const { correlationKey } = triggered.task;
    expect(again.task.correlationKey).toBe(correlationKey);
    expect(end).toMatchObject({ kind: 'signal', signal: { correlationKey } });
    const other = interpreted(source, { id: '4', title: '[P1] [Recovered on {host:b}] Disk is full' });
    expect(other.kind === 'signal' && other.signal.correlationKey).not.toBe(correlationKey);
  });

  it('ignores a recovery that names nothing but its own event', () => {
    expect(interpreted(source, { id: '9', alert_transition: 'Recovered' })).toMatchObject({
      kind: 'ignored',
      reason: 'the recovery names no alert',
    });
  });
});

describe('DatadogSource and what concerns nobody', () => {
  it('ignores alerts about Anton itself, which it would make worse', () => {
    const body = {
      ...(sampleDelivery('datadog/triggered.recommended-template') as object),
      tags: 'env:prod, service:anton',
    };
    expect(interpreted(source, body)).toMatchObject({ kind: 'ignored', cause: 'own_change' });
    const other = new DatadogSource(new SampleSettings({ datadog: { ownTags: [] } }));
    expect(interpreted(other, body).kind).toBe('task');
  });

  const TYPES = [
    'query_alert_monitor',
    'composite_monitor',
    'service_check',
    'process_alert',
    'outlier_monitor',
  ];
  TYPES.push('log_alert', 'rum_alert', 'synthetics_alert', 'trace_analytics_alert', 'error_tracking_alert');
  TYPES.push('event_alert', 'event_v2_alert', 'metric_slo_alert', 'monitor_slo_alert', 'ci_pipelines_alert');
  TYPES.push('ci_tests_alert', 'metric_alert_monitor');

  it.each(TYPES)('knows every transition of %s', (event_type) => {
    const kinds = [
      'Triggered',
      'Re-Triggered',
      'Recovered',
      'No Data',
      'Re-No Data',
      'Warn',
      'Re-Warn',
      'Renotify',
    ].map((alert_transition) => {
      const body = { ...(sampleDelivery('datadog/triggered.recommended-template') as object), event_type };
      return interpreted(source, { ...body, alert_transition }).kind;
    });
    expect(kinds).toEqual(['task', 'task', 'signal', ...Array<string>(5).fill('ignored')]);
  });
});
