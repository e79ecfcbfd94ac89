import { afterEach, describe, expect, it } from 'vitest';
import { JsonThread } from './json-thread';
import { JsonWorker } from './json-worker';

/** Takes a while to read: the thread is ended in the midst of it. */
const LONG = Buffer.alloc(32 * 1024 * 1024, ' ');
const LIMITS = { maxDepth: 64, maxValues: 50_000 };

describe('JsonThread', () => {
  const thread = new JsonThread();
  afterEach(() => thread.end());

  it('reads on its own thread, and tells everybody who waits when it ends', async () => {
    const good = { bytes: Buffer.from('{"a":[1,"\u{1F600}"]}'), ...LIMITS };
    expect(await thread.read(good)).toEqual({ value: { a: [1, '\u{1F600}'] } });
    expect(await thread.read({ bytes: Buffer.from('{'), ...LIMITS })).toEqual({
      problem: 'the body is not JSON',
    });
    const waiting = [thread.read({ bytes: LONG, ...LIMITS }), thread.read(good)];
    await thread.end();
    expect(await Promise.all(waiting)).toEqual([undefined, undefined]);
    expect(thread.ended).toBe(true);
  });
});

describe('JsonWorker', () => {
  it('takes another thread when one has ended', async () => {
    const worker = new JsonWorker();
    const text = Buffer.from('[1]');
    const lost = worker.read(LONG, 64, 9);
    await worker.onApplicationShutdown();
    expect(await lost).toEqual({ problem: 'the body could not be read' });
    expect(await worker.read(text, 64, 9)).toEqual({ value: [1] });
    await worker.onApplicationShutdown();
  });
});
