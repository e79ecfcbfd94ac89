import { describe, expect, it } from 'vitest';
import { sampleMessage } from './message.fixture';
import type { ConsumerSession, HeldMessage } from './consumer-session';
import { takeNext } from './next-message';

const NO_SESSION = {} as ConsumerSession;

function held(messageId: string, returns?: number): HeldMessage {
  const headers = returns === undefined ? {} : { 'x-delivery-count': returns };
  return { message: sampleMessage({ properties: { messageId, headers } }), session: NO_SESSION };
}
const idOf = (next: HeldMessage | undefined): unknown => next?.message.properties.messageId;

describe('takeNext', () => {
  it('takes urgent ones first, each lane in order', () => {
    const waiting = { urgent: [held('u1'), held('u2', 1)], normal: [held('n1'), held('n2', 2)] };
    const order = Array.from({ length: 5 }, () => idOf(takeNext(waiting, false)));
    expect(order).toEqual(['u1', 'u2', 'n1', 'n2', undefined]);
  });

  it('takes no suspect while another one runs, and lets others pass it', () => {
    const waiting = { urgent: [held('suspect', 3)], normal: [held('n1')] };
    expect(idOf(takeNext(waiting, true))).toBe('n1');
    expect(takeNext(waiting, true)).toBeUndefined();
    expect(idOf(takeNext(waiting, false))).toBe('suspect');
  });

  it('takes suspects in random order, so that each is the first at times', () => {
    const firsts = new Set<unknown>();
    for (let times = 0; times < 200; times += 1) {
      const waiting = { urgent: [], normal: [held('a', 3), held('b', 4), held('c', 9)] };
      firsts.add(idOf(takeNext(waiting, false)));
      expect(waiting.normal).toHaveLength(2);
    }
    expect(firsts).toEqual(new Set(['a', 'b', 'c']));
  });
});
