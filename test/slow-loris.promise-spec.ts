import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchange } from '@anton/testing/intake';
import { SECRETS } from './support/load/signed-webhook';
import { deliveryOf, sendSlowly } from './support/load/slow-senders';
import { AppProcess } from './support/processes/app-process';
import { freePorts } from './support/processes/free-ports';

const SLOW = 1_000;
/** The promise is 10 s for who is idle; a body may take as long, and Node looks once a second. */
const HELD_MS = 16_000;
/** The promise is 500 ms; on a machine that is shared with other programs some seconds are no fault of the ingester. */
const P99_MS = 5_000;
const HONEST = '127.0.0.99';

describe('a thousand slow senders', () => {
  let dir: string;
  let port: number;
  let ingester: AppProcess;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'anton-slow-'));
    [port = 0] = await freePorts(1);
    ingester = new AppProcess({
      app: 'ingester',
      url: `http://127.0.0.1:${port}`,
      variables: {
        ...SECRETS,
        PORT: String(port),
        ANTON_QUEUE: 'embedded',
        ANTON_DATA_DIR: join(dir, 'data'),
        ANTON_CATALOG_DIR: resolve('catalog'),
      },
    });
    await ingester.start();
  });
  afterEach(async () => {
    await ingester.kill();
    rmSync(dir, { recursive: true, force: true });
  });

  /** Sends a delivery over a connection of its own twenty times a second until `done`; milliseconds of every answer. */
  const sendHonestly = async (done: Promise<unknown>): Promise<readonly number[]> => {
    const took: number[] = [];
    const underWay: Promise<void>[] = [];
    let isDone = false;
    void done.finally(() => (isDone = true));
    for (let number = 1; !isDone; number += 1) {
      const since = performance.now();
      const sent = exchange(port, { ...deliveryOf(number), from: HONEST }).then(({ status }) => {
        expect(status).toBe(202);
        took.push(performance.now() - since);
      });
      underWay.push(sent);
      await delay(50);
    }
    await Promise.all(underWay);
    return took.toSorted((a, b) => a - b);
  };

  it.each([
    ['one address', ['127.0.0.1']],
    [
      'ten addresses, which take all connections there are',
      Array.from({ length: 10 }, (_, n) => `127.0.1.${n}`),
    ],
  ])('from %s keep nobody out, and none of them stays', async (_what, addresses) => {
    const slow = sendSlowly(port, SLOW, addresses);
    const took = await sendHonestly(slow);
    const ends = await slow;
    const p99 = took[Math.ceil(took.length * 0.99) - 1] ?? Infinity;
    const longest = Math.max(...ends.map(({ heldMs }) => heldMs));
    process.stdout.write(
      `${JSON.stringify({ honest: took.length, p99, longest, addresses: addresses.length })}\n`,
    );
    expect(took.length).toBeGreaterThan(50);
    expect(p99).toBeLessThan(P99_MS);
    expect(longest).toBeLessThan(HELD_MS);
    expect(ends.some(({ answer }) => answer.startsWith('HTTP/1.1 408 '))).toBe(true);
    expect(ingester.memory()).toBeLessThan(400 * 1024 * 1024);
    expect(await ingester.stop()).toBe(0);
  });

  it('ends within 30 s while they come and go, with status 0', async () => {
    const slow = sendSlowly(port, 150, ['127.0.0.1']);
    const answered = await exchange(port, { ...deliveryOf(1), from: HONEST });
    expect(answered.status).toBe(202);
    const since = performance.now();
    expect(await ingester.stop()).toBe(0);
    expect(performance.now() - since).toBeLessThan(30_000);
    await slow;
  });
});
