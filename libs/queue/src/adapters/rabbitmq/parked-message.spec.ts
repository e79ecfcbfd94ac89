import { describe, expect, it } from 'vitest';
import { sampleMessage } from './message.fixture';
import { parkedOf, parkedProperties } from './parked-message';

describe('a parked delivery', () => {
  it('comes back as it was', () => {
    const rawBody = Buffer.from([0, 255, 10]);
    const receivedAt = new Date('2026-11-01T10:00:00.000Z');
    const delivery = { source: 'jira', reason: 'no title', headers: { 'x-a': '"1"' }, rawBody, receivedAt };
    const message = sampleMessage({ properties: parkedProperties(delivery) });
    expect(parkedOf({ ...message, content: rawBody })).toEqual(delivery);
  });

  it.each([{}, { headers: undefined }, { headers: { headers: '{"a":' } }, { headers: { headers: 'null' } }])(
    'that somebody else put there stands in nobody’s way: %j',
    (properties) => {
      const parked = parkedOf(sampleMessage({ properties: properties }));
      expect(parked).toMatchObject({ source: 'unknown', reason: 'unknown', headers: {} });
    },
  );

  it('has a reason that fits into a header', () => {
    const delivery = { source: 'jira', headers: {}, rawBody: Buffer.of(1), receivedAt: new Date(0) };
    const { headers } = parkedProperties({ ...delivery, reason: 'x'.repeat(100_000) });
    expect(JSON.stringify(headers).length).toBeLessThan(3000);
  });
});
