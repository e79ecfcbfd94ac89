import type { ScriptedFault } from '@anton/simulation';
import { expect, it } from 'vitest';
import { textOf, type ModelClientWorld } from './model-client-world';

const PASSING: readonly (readonly [string, ScriptedFault])[] = [
  ['an overload', { fault: 'status', status: 529, times: 3 }],
  ['a rate limit', { fault: 'status', status: 429, times: 3 }],
  ['a server error', { fault: 'status', status: 500, times: 2 }],
  ['a request timeout', { fault: 'status', status: 408, times: 1 }],
  ['a conflict', { fault: 'status', status: 409, times: 1 }],
  ['too early', { fault: 'status', status: 425, times: 1 }],
  ['a cut stream', { fault: 'cut', times: 2 }],
  ['an error in the stream', { fault: 'stream_error', times: 2 }],
  ['garbage', { fault: 'garbage', times: 2 }],
  ['a reset connection', { fault: 'reset', times: 2 }],
  ['silence', { fault: 'hang', times: 1 }],
  ['a stream that falls silent', { fault: 'stall', times: 1 }],
];

/** The retry policy, seen from outside. */
export function retryingContract(world: ModelClientWorld): void {
  it.each(PASSING)('gets through %s', async (_name, fault) => {
    const client = await world.open([{ ...fault, then: { text: 'at last' } }]);
    expect(textOf(await client.send(world.ask()))).toBe('at last');
    expect(world.exchanges.length).toBe((fault.times ?? 0) + 1);
  });

  it('gives up after its bound of tries', async () => {
    const client = await world.open([{ fault: 'status', status: 529 }]);
    await expect(client.send(world.ask())).rejects.toMatchObject({
      code: 'model_unavailable',
      category: 'outage',
      message: expect.stringContaining('after 5 tries') as string,
    });
    expect(world.exchanges.length).toBe(5);
  });

  it('begins no further try when the time for tries is over', async () => {
    const retry = { attempts: 1_000, initialDelayMs: 50, maxDelayMs: 50, retryMs: 200 };
    const client = await world.open([{ fault: 'status', status: 500 }], { retry });
    await expect(client.send(world.ask())).rejects.toMatchObject({ code: 'model_unavailable' });
    expect(world.exchanges.length).toBeGreaterThan(1);
    expect(world.exchanges.length).toBeLessThan(100);
  });

  it('ends a try that still runs when the time is over', async () => {
    const client = await world.open([{ fault: 'hang' }], { retry: { totalMs: 150, idleMs: 60_000 } });
    await expect(client.send(world.ask())).rejects.toThrow('no end within 150 ms');
  });

  it.each([
    ['retry-after', { retryAfter: '0.25' }],
    ['retry-after-ms', { retryAfter: '9', retryAfterMs: '250' }],
  ])('waits as long as %s says', async (_name, header) => {
    const client = await world.open([
      { fault: 'status', status: 429, ...header, times: 2, then: { text: 'ok' } },
    ]);
    const start = performance.now();
    await client.send(world.ask());
    const took = performance.now() - start;
    expect(took).toBeGreaterThan(490);
    expect(took).toBeLessThan(3_000);
  });

  it('does not wait longer than it may', async () => {
    const client = await world.open([{ fault: 'status', status: 429, retryAfter: '301' }]);
    await expect(client.send(world.ask())).rejects.toMatchObject({
      code: 'model_unavailable',
      retryAfterMs: 301_000,
    });
    expect(world.exchanges.length).toBe(1);
  });

  it('names the silence that ended it', async () => {
    const client = await world.open([{ fault: 'stall' }], { retry: { attempts: 1, idleMs: 80 } });
    await expect(client.send(world.ask())).rejects.toThrow('no sign of life for 80 ms');
  });

  it('turns to the fallback model after four overloaded answers', async () => {
    const { model, fallbackModel } = world.subject;
    const client = await world.open([
      (body) => (body['model'] === model ? { fault: 'status', status: 529 } : { text: 'fallback' }),
    ]);
    const reply = await client.send(world.ask({ fallbackModel }));
    expect([textOf(reply), reply.model]).toEqual(['fallback', fallbackModel]);
    expect(world.exchanges.map(({ body }) => body['model'])).toEqual([
      model,
      model,
      model,
      model,
      fallbackModel,
    ]);
  });

  it.each([
    ['within a try', { fault: 'hang' } as const],
    ['within a stream', { fault: 'stall' } as const],
    ['within a wait', { fault: 'status', status: 429, retryAfter: '60' } as const],
  ])('stops at once when it is told to, %s', async (_name, fault) => {
    const client = await world.open([fault], {
      retry: { idleMs: 60_000, attemptMs: 60_000, totalMs: 120_000 },
    });
    const controller = new AbortController();
    const sent = client.send(world.ask({ signal: controller.signal }));
    const timer = setTimeout(() => controller.abort(new Error('told to')), 100);
    await expect(sent).rejects.toThrow('told to');
    clearTimeout(timer);
    expect(world.exchanges.length).toBe(1);
  });

  it('does not begin when it is told to stop before', async () => {
    const client = await world.open([{ text: 'x' }]);
    const signal = AbortSignal.abort(new Error('told to'));
    await expect(client.send(world.ask({ signal }))).rejects.toThrow('told to');
    expect(world.exchanges.length).toBe(0);
  });

  it('says that nobody listens', async () => {
    const client = await world.open([], { retry: { attempts: 2 } });
    await world.close();
    await expect(client.send(world.ask())).rejects.toMatchObject({ code: 'model_unavailable' });
  });
}
