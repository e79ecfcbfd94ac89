import { describe, expect, it } from 'vitest';
import { type GenericSourceSettings, parseAgentTask, parseTaskSignal } from '@anton/contracts';
import {
  interpreted,
  readDeliveries,
  sampleDelivery,
  sampleGenericSource,
  webhookSourceContract,
} from '@anton/testing/webhook-sources';
import { GenericSource } from './generic.source';

/** Alerts as test/deliveries/generic has them. */
const ALERTS = sampleGenericSource({
  externalId: '/event/id',
  identity: ['/alert/fingerprint', '/alert/started_at'],
  correlation: '/alert/fingerprint',
  title: '/alert/title',
  description: '/alert/text',
  priorities: { pointer: '/alert/severity', table: { critical: 'P1', warning: 'P3' } },
  labels: '/alert/tags',
  service: '/alert/service',
  environment: '/alert/environment',
  url: '/alert/link',
  occurredAt: '/event/at',
  attributes: { team: '/alert/team', kind: '/event/type' },
  ignore: { pointer: '/sender/name', in: ['anton'] },
  recovered: { pointer: '/alert/state', in: ['resolved', 'ok'] },
  when: { pointer: '/alert/state', in: ['firing'] },
});

const make = (changes: Partial<GenericSourceSettings> = {}): GenericSource =>
  new GenericSource('alerts', { ...ALERTS, ...changes });
const deliveries = readDeliveries('test/deliveries/generic');

/** What a source makes of a body as it was sent: numbers keep their digits. */
function read(text: string, source = make(), receivedAt = new Date('2026-03-01T10:05:00.000Z')) {
  return source.interpret({
    rawBody: Buffer.from(text),
    body: JSON.parse(text),
    headers: {},
    receivedAt,
  });
}
function readFile(name: string, source = make()) {
  const found = deliveries.find((delivery) => delivery.name === `${name}.json`);
  return read(found?.rawBody.toString() ?? '', source);
}

webhookSourceContract('GenericSource', make, [
  sampleDelivery('generic/alert.firing'),
  ...deliveries.map(({ body }) => body),
]);

describe('GenericSource', () => {
  it('makes a task of the fields that its pointers name', () => {
    const intake = readFile('alert.firing');
    if (intake.kind !== 'task') throw new Error(JSON.stringify(intake));
    expect(parseAgentTask(JSON.parse(JSON.stringify(intake.task)))).toMatchObject({
      taskId: expect.stringMatching(/^alerts-8306082202796025694-/) as string,
      source: 'ALERTS',
      externalId: '8306082202796025694',
      externalUrl: 'https://alerts.example.com/a/f3a9c1',
      title: 'Queue of invoices grows',
      description: '2,400 invoices wait.\nThey are not picked up.',
      priority: 'P1',
      labels: ['team:billing', 'env:prod', 'queue'],
      service: 'invoice-worker',
      environment: 'prod',
      evidence: { attributes: { team: [], kind: ['alert'], prioritised: ['priority critical'] } },
      occurredAt: '2026-03-01T10:00:00.000Z',
      receivedAt: '2026-03-01T10:05:00.000Z',
    });
  });

  it('knows the alert of a recovery', () => {
    const [firing, resolved] = [readFile('alert.firing'), readFile('alert.resolved')];
    if (firing.kind !== 'task' || resolved.kind !== 'signal') throw new Error(JSON.stringify(resolved));
    expect(parseTaskSignal(JSON.parse(JSON.stringify(resolved.signal)))).toMatchObject({
      kind: 'recovered',
      source: 'ALERTS',
      correlationKey: firing.task.correlationKey,
      reason: '/alert/state is resolved',
      occurredAt: '2026-03-01T10:20:00.000Z',
    });
  });

  it('ignores what its settings do not name, with the value, and what is its own', () => {
    expect(readFile('alert.by-anton')).toMatchObject({ kind: 'ignored', cause: 'own_change' });
    const muted = (deliveries[1]?.rawBody.toString() ?? '').replace('"firing"', '"muted"');
    expect(read(muted)).toMatchObject({ kind: 'ignored', reason: '/alert/state is muted' });
    expect(read('{}')).toMatchObject({ kind: 'ignored', reason: '/alert/state is nothing' });
  });

  it.each([
    ['/event/id', { event: {} }],
    ['/alert/fingerprint', { alert: { started_at: 'x' } }],
    ['/alert/started_at', { alert: { fingerprint: 'x' } }],
  ])('parks a body without %s, which no other event may be taken for', (pointer, changes) => {
    const whole = { event: { id: 1 }, alert: { fingerprint: 'x', started_at: 'y' } };
    const source = make({ when: undefined });
    expect(interpreted(source, { ...whole, ...changes })).toEqual({
      kind: 'parked',
      reason: `the body has no text at ${pointer}`,
    });
    expect(interpreted(source, whole).kind).toBe('task');
  });

  it.each(['7', '"x"', 'null', 'true'])('parks %s, which is no object', (text) => {
    expect(read(text).kind).toBe('parked');
  });
});

describe('GenericSource and identity', () => {
  const simple = new GenericSource('x', sampleGenericSource());
  const keysOf = (text: string, source = simple) => {
    const intake = read(text, source);
    if (intake.kind !== 'task') throw new Error(JSON.stringify(intake));
    return [intake.task.logicalKey, intake.task.correlationKey, intake.task.externalId];
  };

  it('keeps apart two ids that are the same number to JavaScript', () => {
    const [one, two] = ['8306082202796025694', '8306082202796025695'].map((id) =>
      keysOf(`{"id":${id},"title":"x"}`),
    );
    expect(one?.[2]).toBe('8306082202796025694');
    for (const index of [0, 1, 2]) expect(one?.[index]).not.toBe(two?.[index]);
  });

  it('keeps apart the parts of an identity', () => {
    const source = new GenericSource('x', sampleGenericSource({ identity: ['/a', '/b'] }));
    const keys = [
      ['a|b', 'c'],
      ['a', 'b|c'],
      ['a1', ':c'],
    ].map(([a, b]) => keysOf(JSON.stringify({ id: 1, a, b }), source)[0]);
    expect(new Set(keys).size).toBe(3);
  });

  it('keeps apart two sources, and correlates by the id where nothing else is said', () => {
    const other = new GenericSource('y', sampleGenericSource());
    expect(keysOf('{"id":1}')[0]).not.toBe(keysOf('{"id":1}', other)[0]);
    expect(keysOf('{"id":1}')[1]).toBe(keysOf('{"id":"1"}')[1]);
  });

  it('reads own fields only', () => {
    const odd = new GenericSource(
      'x',
      sampleGenericSource({ externalId: '/constructor/name', title: '/toString' }),
    );
    expect(read('{"id":1}', odd)).toMatchObject({ kind: 'parked' });
    expect(read('{"constructor":{"name":"mine"},"toString":"yes"}', odd)).toMatchObject({
      task: { externalId: 'mine', title: 'yes' },
    });
  });

  it('follows RFC 6901: escapes, empty names and lists', () => {
    const settings = { externalId: '/a~1b/m~0n', title: '//0', labels: '/', url: '/list/1/u' };
    const source = new GenericSource('x', sampleGenericSource(settings));
    const body = { 'a/b': { 'm~n': 'id' }, '': ['t'], list: [0, { u: 'https://example.com/' }] };
    expect(interpreted(source, body)).toMatchObject({
      task: { externalId: 'id', title: 't', labels: ['t'], externalUrl: 'https://example.com/' },
    });
  });
});

describe('GenericSource and freshness', () => {
  it('ignores what was signed before its time, where the settings say so', () => {
    const aged = make({ maxAgeHours: 2 });
    const text = deliveries.find(({ name }) => name === 'alert.firing.json')?.rawBody.toString() ?? '';
    expect(read(text, aged, new Date('2026-03-01T12:00:00Z')).kind).toBe('task');
    expect(read(text, aged, new Date('2026-03-01T12:00:01Z'))).toMatchObject({ cause: 'stale' });
    expect(read(text, make(), new Date('2027-03-01T12:00:01Z')).kind).toBe('task');
  });
});

describe('GenericSource and what it lacks', () => {
  it('names the pointers that point at nothing', () => {
    const body = sampleDelivery('generic/alert.firing');
    const delivery = { body, rawBody: Buffer.from(''), headers: {}, receivedAt: new Date() };
    expect(make().missingFrom(delivery)).toEqual(['there is nothing at /alert/team']);
  });
});
