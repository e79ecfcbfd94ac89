import { describe, expect, it } from 'vitest';
import {
  interpreted,
  readDeliveries,
  sampleDelivery,
  SampleSettings,
  webhookSourceContract,
} from '@anton/testing';
import { DatadogSource } from './datadog.source';

const make = (): DatadogSource => new DatadogSource(new SampleSettings());
const source = make();
const taskOf = (name: string) => {
  const intake = interpreted(source, sampleDelivery(`datadog/${name}`));
  if (intake.kind !== 'task') throw new Error(`${name} is ${intake.kind}: ${intake.reason}`);
  return intake.task;
};

webhookSourceContract('DatadogSource', make, [
  sampleDelivery('datadog/triggered.recommended-template'),
  ...readDeliveries('test/deliveries/datadog').map(({ body }) => body),
]);

describe('DatadogSource', () => {
  const rawBody = Buffer.from('{}');
  const accepts = (headers: Record<string, string>): boolean =>
    source.authenticate({ rawBody, headers, receivedAt: new Date() }, ['pass:word']);

  it('accepts token, bearer, basic and the signature of a relay', () => {
    expect(accepts({ 'x-anton-token': 'pass:word' })).toBe(true);
    expect(accepts({ authorization: 'Bearer pass:word' })).toBe(true);
    expect(accepts({ authorization: `Basic ${Buffer.from('anton:pass:word').toString('base64')}` })).toBe(
      true,
    );
    expect(accepts({ 'x-anton-signature': 'sha256=00' })).toBe(false);
    expect(accepts({ authorization: 'Bearer pass' })).toBe(false);
    expect(accepts({ 'x-anton-token': 'wrong', authorization: 'Bearer pass:word' })).toBe(false);
  });

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

  it.each(['recovered', 'warn', 'unknown-transition'])('ignores %s', (name) => {
    expect(interpreted(source, sampleDelivery(`datadog/${name}`)).kind).toBe('ignored');
  });

  it('parks a body that names nothing', () => {
    expect(interpreted(source, { alert_transition: 'Triggered' })).toEqual({
      kind: 'parked',
      reason: expect.stringContaining('neither') as string,
    });
  });
});
