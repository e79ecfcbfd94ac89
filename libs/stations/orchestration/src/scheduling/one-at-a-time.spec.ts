import { describe, expect, it } from 'vitest';
import { OneAtATime } from './one-at-a-time';

describe('OneAtATime', () => {
  it('never runs twice at once and turns many requests into one more run', async () => {
    let atOnce = 0;
    let most = 0;
    let runs = 0;
    const one = new OneAtATime(async () => {
      atOnce += 1;
      runs += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
    });
    for (let index = 0; index < 10; index += 1) one.request();
    await one.idle();
    expect({ runs, most }).toEqual({ runs: 2, most: 1 });
  });

  it('finishes what runs and ignores requests once it is closed', async () => {
    let runs = 0;
    const one = new OneAtATime(async () => {
      runs += 1;
      await new Promise((resolve) => setImmediate(resolve));
    });
    one.request();
    one.request();
    one.close();
    one.request();
    await one.idle();
    expect(runs).toBe(1);
  });
});
