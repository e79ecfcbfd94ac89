import { describe, expect, it } from 'vitest';
import { sampleMessage } from './message.fixture';
import { Copies, type Left } from './copies';
import { newProperties } from './message-properties';

const ACK: Left = { kind: 'ack' };
const properties = newProperties({ id: 'one', routingKey: '', body: '' });
const first = sampleMessage({ properties });
const again = sampleMessage({ properties, redelivered: true });

describe('Copies', () => {
  it('lets a copy wait for the one before it, and tells it what is left to do', async () => {
    const copies = new Copies();
    const seen: string[] = [];
    let end: (left: Left) => void = () => undefined;
    const running = copies.follow(first, async () => {
      seen.push('first');
      return new Promise<Left>((resolve) => (end = resolve));
    });
    const waiting = copies.follow(again, async (left) => {
      seen.push(`then ${left?.kind}`);
      return left;
    });
    await new Promise(setImmediate);
    expect(seen).toEqual(['first']);
    end({ kind: 'dead_letter', failure: { code: 'bad', message: '', category: 'permanent' } });
    await Promise.all([running, waiting]);
    expect(seen).toEqual(['first', 'then dead_letter']);
  });

  it('remembers what became of a message whose acknowledgement may be lost', async () => {
    const copies = new Copies();
    await copies.follow(first, async () => ACK);
    const left: (Left | undefined)[] = [];
    await copies.follow(again, async (known) => void left.push(known));
    expect(left).toEqual([ACK]);
  });

  it('takes a message that was published again for a new one', async () => {
    const copies = new Copies();
    await copies.follow(first, async () => ACK);
    const left: (Left | undefined)[] = [];
    await copies.follow(first, async (known) => void left.push(known));
    expect(left).toEqual([undefined]);
  });

  it('begins anew after work that failed, and remembers a bounded number', async () => {
    const copies = new Copies();
    const failing = copies.follow(first, async () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    for (let number = 0; number < 5000; number += 1) {
      const other = { ...properties, messageId: `other-${number}` };
      await copies.follow(sampleMessage({ properties: other }), async () => ACK);
    }
    const left: (Left | undefined)[] = [];
    await copies.follow(again, async (known) => void left.push(known));
    expect(left).toEqual([undefined]);
  });
});
