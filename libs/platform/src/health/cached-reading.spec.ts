import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CachedReading } from './cached-reading';

interface Asked {
  resolve(value: string): void;
  reject(error: Error): void;
}

const messageOf = (reading: Promise<string>): Promise<string> =>
  reading.catch((error: Error) => error.message);

describe('CachedReading', () => {
  let asked: Asked[];
  let reading: CachedReading<string>;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    asked = [];
    reading = new CachedReading(
      () => new Promise<string>((resolve, reject) => void asked.push({ resolve, reject })),
      { goodForMs: 3_000, badForMs: 1_000, timeoutMs: 5_000, isGood: (answer) => answer !== 'bad' },
    );
  });
  afterEach(() => void vi.useRealTimers());

  it('looks once for all who ask meanwhile, and gives a good answer again for a while', async () => {
    const answers = [reading.get(), reading.get(), reading.get()];
    asked[0]?.resolve('good');
    expect(await Promise.all(answers)).toEqual(['good', 'good', 'good']);
    vi.advanceTimersByTime(2_999);
    expect(await reading.get()).toBe('good');
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(1);
    const next = reading.get();
    asked[1]?.resolve('better');
    expect(await next).toBe('better');
  });

  it.each([
    ['failure', (one: Asked | undefined) => one?.reject(new Error('down'))],
    ['bad answer', (one: Asked | undefined) => one?.resolve('bad')],
  ])('gives a %s again for a second only', async (_what, answer) => {
    const first = messageOf(reading.get());
    answer(asked[0]);
    const found = await first;
    vi.advanceTimersByTime(999);
    expect(await messageOf(reading.get())).toBe(found);
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(1);
    const next = reading.get();
    asked[1]?.resolve('good');
    expect(await next).toBe('good');
  });

  it('lets nobody wait longer than the timeout, and begins no second look while one hangs', async () => {
    for (let ask = 0; ask < 3; ask += 1) {
      const late = messageOf(reading.get());
      await vi.advanceTimersByTimeAsync(5_000);
      expect(await late).toBe('no answer in time');
    }
    expect(asked).toHaveLength(1);
    asked[0]?.resolve('good at last');
    expect(await reading.get()).toBe('good at last');
  });

  it('gives up a look that never ends', async () => {
    const lost = messageOf(reading.get());
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await lost).toBe('no answer in time');
    const next = reading.get();
    asked[1]?.resolve('good');
    expect(await next).toBe('good');
  });

  it('leaves no timer behind', async () => {
    const answer = reading.get();
    asked[0]?.resolve('good');
    await answer;
    expect(vi.getTimerCount()).toBe(0);
  });
});
