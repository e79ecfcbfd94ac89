import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleTask } from '@anton/testing/samples';
import { LedgerLoad } from './support/postgres/ledger-load';
import { LedgerPlace } from './support/postgres/ledger-place';
import { TcpProxy } from './support/tcp-proxy/tcp-proxy';

const RECOVERY = { timeout: 15_000, interval: 20 };

const place = new LedgerPlace();
beforeAll(place.start);
afterAll(place.stop);
beforeEach(place.enter);
afterEach(place.leave);

describe('the ledger on a PostgreSQL that fails', () => {
  it.each(['kill', 'shutDown'] as const)(
    'loses nothing that it answered, and is back within seconds, when its server ends by %s under load',
    async (end) => {
      const ledger = await place.opened();
      const load = new LedgerLoad(ledger);
      for (let round = 0; round < 3; round += 1) {
        const before = load.answered.length;
        await vi.waitFor(() => expect(load.answered.length).toBeGreaterThan(before + 20), RECOVERY);
        await place.server[end]();
        await place.server.start();
        const after = load.answered.length;
        await vi.waitFor(() => expect(load.answered.length).toBeGreaterThan(after + 20), RECOVERY);
      }
      await load.stop();
      expect(load.faults).toEqual([]);
      expect(load.outages).toBeGreaterThan(0);
      for (const taskId of load.answered) {
        expect(await ledger.findTask(taskId)).toMatchObject({ state: 'running', attempts: 1 });
        expect(await ledger.listEvents(taskId)).toHaveLength(5);
        expect(await ledger.listRuns({ taskId })).toHaveLength(1);
      }
    },
  );

  it('survives the death of its server while nothing is asked', async () => {
    const ledger = await place.opened();
    await Promise.all([1, 2, 3].map(async () => ledger.probe()));
    await place.server.kill();
    await expect(ledger.probe()).rejects.toMatchObject({ category: 'outage' });
    await place.server.start();
    await vi.waitFor(async () => ledger.probe(), RECOVERY);
  });

  it('ends in an outage, not in a hang, on connections whose other end is gone without a word', async () => {
    const proxy = await TcpProxy.inFrontOf(place.server.port);
    try {
      const url = place.server.url(place.database, proxy.port);
      const ledger = await place.opened({ url, statementTimeoutMs: 500, connectTimeoutMs: 200 });
      const inTime = async (ms = 4_000) => {
        const began = performance.now();
        await expect(ledger.probe()).rejects.toMatchObject({ code: 'database_unreachable' });
        expect(performance.now() - began).toBeLessThan(ms);
      };
      await Promise.all([1, 2, 3, 4, 5].map(async () => ledger.probe()));
      proxy.swallow();
      await inTime(); // on an open connection; the other four are given up with it
      await inTime(1_500); // on a new one
      await Promise.all([1, 2, 3, 4, 5, 6, 7].map(async () => inTime()));
      proxy.pass();
      await vi.waitFor(async () => ledger.probe(), RECOVERY);
    } finally {
      await proxy.close();
    }
  });

  it('leaves a server that takes no writes for another connection', async () => {
    const ledger = await place.opened();
    await place.server.query(`alter database ${place.database} set default_transaction_read_only = on`);
    await expect(ledger.probe()).rejects.toMatchObject({ code: 'database_read_only', category: 'outage' });
    await place.server.query(`alter database ${place.database} reset default_transaction_read_only`);
    await ledger.probe();
  });

  it('opens while its server is down, and is migrated and usable as soon as it is there', async () => {
    await place.server.shutDown();
    const ledger = await place.opened();
    await expect(ledger.accept(sampleTask('PAY-1'))).rejects.toMatchObject({ category: 'outage' });
    await place.server.start();
    await vi.waitFor(async () => ledger.probe(), RECOVERY);
    expect(await ledger.accept(sampleTask('PAY-1'))).toBe('accepted');
  });
});
