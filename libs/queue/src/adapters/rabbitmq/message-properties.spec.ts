import { describe, expect, it } from 'vitest';
import { sampleMessage } from './message.fixture';
import type { DeliveryFailure } from '../../task-queue.port';
import { deadLetterOf } from './dead-letter';
import { copyKeyOf, deadProperties, deliveryOf, laterProperties, newProperties } from './message-properties';

const failure = (code: string, message = 'it failed'): DeliveryFailure => ({
  code,
  message,
  category: 'transient',
});
const published = (fields = {}) =>
  sampleMessage({ properties: newProperties({ id: 'one', routingKey: '', body: '' }), ...fields });

describe('a message that moves', () => {
  it('keeps what it was published with, and counts its attempts', () => {
    const properties = newProperties({ id: 'one', routingKey: '', body: '', traceparent: '00-a-b-01' });
    const first = sampleMessage({ properties, routingKey: 'task.jira.p1' });
    const retried = laterProperties(first, failure('busy'));
    const second = sampleMessage({ properties: retried, routingKey: 'orchestrator_queue.urgent' });
    expect(deliveryOf(second)).toEqual({ ...deliveryOf(first), attempt: 2 });
    const paused = sampleMessage({ properties: laterProperties(second, null), routingKey: 'x' });
    expect(deliveryOf(paused).attempt).toBe(2);
    expect(deadLetterOf(sampleMessage({ properties: deadProperties(paused, failure('bad')) }))).toMatchObject(
      {
        id: 'one',
        routingKey: 'task.jira.p1',
        traceparent: '00-a-b-01',
        publishedAt: deliveryOf(first).publishedAt,
        attempts: 2,
        category: 'bad',
        firstFailure: failure('busy'),
        lastFailure: failure('bad'),
      },
    );
  });

  it('is another message with every move, and the same one in every copy', () => {
    const message = published();
    expect(copyKeyOf(published({ redelivered: true, properties: message.properties }))).toBe(
      copyKeyOf(message),
    );
    const moved = [null, failure('busy')].map((reason) =>
      copyKeyOf(sampleMessage({ properties: laterProperties(message, reason) })),
    );
    for (const key of moved) expect(key).not.toBe(copyKeyOf(message));
  });

  it('has headers that fit, whatever failed', () => {
    const huge = failure('c'.repeat(100_000), '\u0000'.repeat(100_000));
    let message = published();
    for (let times = 0; times < 5; times += 1)
      message = sampleMessage({ properties: deadProperties(message, huge) });
    expect(JSON.stringify(message.properties.headers).length).toBeLessThan(60_000);
    expect(deadLetterOf(message).category).toBe('c'.repeat(2000));
  });
});

describe('a message that somebody else published', () => {
  it.each([
    {},
    { headers: undefined },
    { messageId: '' },
    { headers: { attempts: 'x', published_at: {}, routing_key: 7, traceparent: 1, moves: 'x' } },
    { headers: { first_error: 'e'.repeat(100_000), last_error: 5 } },
  ])('can be delivered, moved and buried: %j', (properties) => {
    const message = sampleMessage({ properties: properties });
    expect(deliveryOf(message)).toMatchObject({ attempt: 1, routingKey: 'task.test.p3', lane: 'normal' });
    const { headers } = deadProperties(message, failure('bad'));
    expect(JSON.stringify(headers).length).toBeLessThan(60_000);
    expect(deadLetterOf(sampleMessage({ properties: { headers } }))).toMatchObject({ category: 'bad' });
  });

  it.each([
    [{ 'x-death': [{ reason: 'delivery_limit', time: { value: 1_700_000_000 } }] }, 'delivery_limit'],
    [{ 'x-death': [{ reason: 'rejected' }] }, 'unknown'],
    [{ 'x-death': 'x' }, 'unknown'],
    [{}, 'unknown'],
    [{ category: 'bad', last_error: 'no JSON' }, 'unknown'],
    [{ category: 'bad', last_error: 'null' }, 'unknown'],
    [{ category: 'bad', last_error: '{"code":"bad"}' }, 'bad'],
  ])('is listed among the dead letters: %j is %s', (headers, category) => {
    const letter = deadLetterOf(sampleMessage({ properties: { headers } }));
    expect(letter.category).toBe(category);
    expect(Number.isNaN(letter.diedAt.getTime())).toBe(false);
  });

  it.each([
    [{ routing_key: 'task.jira.p1' }, 'task.jira.p1'],
    [
      { 'x-death': [{ reason: 'x', exchange: 'agent_events', 'routing-keys': ['signal.jira.recovered'] }] },
      'signal.jira.recovered',
    ],
    [
      {
        'x-death': [
          { reason: 'x' },
          { reason: 'x', exchange: 'agent_events', 'routing-keys': ['task.a.b.p5'] },
        ],
      },
      'task.a.b.p5',
    ],
    [{ 'x-death': [{ reason: 'x', exchange: '', 'routing-keys': ['task.jira.p1'] }] }, null],
    [{ routing_key: 'orchestrator_queue' }, null],
    [{ routing_key: 'task.jira.p6' }, null],
    [{ routing_key: 7 }, null],
    [{}, null],
  ])('is replayed under the key it came with, if that leads anywhere: %j', (headers, routingKey) => {
    expect(deadLetterOf(sampleMessage({ properties: { headers } })).routingKey).toBe(routingKey);
  });
});
