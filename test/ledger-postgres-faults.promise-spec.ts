import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPostgresLedger, type PostgresLedgerOptions } from '@anton/ledger';
import { Child, sampleTask } from '@anton/testing';
import { LedgerLoad } from './support/postgres/ledger-load';
import { startPostgres, type Postgres } from './support/postgres/postgres';
import { TcpProxy } from './support/tcp-proxy/tcp-proxy';

const CHILD = new URL('./support/postgres/at-once.child.ts', import.meta.url);
const PROCESSES = 8;
const RECOVERY = { timeout: 15_000, interval: 20 };

type Opened = Awaited<ReturnType<typeof openPostgresLedger>>;

let server: Postgres;
let database: string;
const open: Opened[] = [];

async function opened(options: Partial<PostgresLedgerOptions> = {}): Promise<Opened> {
  const ledger = await openPostgresLedger({ url: server.url(database), ...options });
  open.push(ledger);
  return ledger;
}

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(async () => server.stop());
beforeEach(async () => {
  database = await server.newDatabase();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map(async (ledger) => ledger.onApplicationShutdown()));
});

describe('the ledger on PostgreSQL', () => {
  it(`is migrated once, and takes a task once, by ${PROCESSES} processes in one moment`, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'anton-at-once-'));
    const gate = join(dir, 'gate');
    const adapter = { file: CHILD, opener: 'openAtOnce', options: { url: server.url(database), gate } };
    const task = sampleTask('PAY-1');
    const children = Array.from({ length: PROCESSES }, () => new Child(CHILD, adapter, { task }));
    try {
      for (const child of children) await child.printed(1);
      writeFileSync(gate, '');
      const answers = await Promise.all(children.map(async (child) => String((await child.printed(2))[1])));
      const duplicates = Array.from({ length: PROCESSES - 1 }, () => 'duplicate');
      expect(answers.toSorted()).toEqual(['accepted', ...duplicates]);
    } finally {
      await Promise.all(children.map(async (child) => child.kill()));
      rmSync(dir, { recursive: true, force: true });
    }
    const ledger = await opened();
    expect(await ledger.listEvents(task.taskId)).toHaveLength(1);
    const steps = await server.query(
      'select name, count(*)::int from kysely_migration group by name',
      database,
    );
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.filter(({ count }) => count !== 1)).toEqual([]);
  });

  it.each(['kill', 'shutDown'] as const)(
    'loses nothing that it answered, and is back within seconds, when its server ends by %s under load',
    async (end) => {
      const ledger = await opened();
      const load = new LedgerLoad(ledger);
      for (let round = 0; round < 3; round += 1) {
        const before = load.answered.length;
        await vi.waitFor(() => expect(load.answered.length).toBeGreaterThan(before + 20), RECOVERY);
        await server[end]();
        await server.start();
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
    const ledger = await opened();
    await Promise.all([1, 2, 3].map(async () => ledger.probe()));
    await server.kill();
    await expect(ledger.probe()).rejects.toMatchObject({ category: 'outage' });
    await server.start();
    await vi.waitFor(async () => ledger.probe(), RECOVERY);
  });

  it('ends in an outage, not in a hang, on connections whose other end is gone without a word', async () => {
    const proxy = await TcpProxy.inFrontOf(server.port);
    try {
      const url = server.url(database, proxy.port);
      const ledger = await opened({ url, statementTimeoutMs: 500, connectTimeoutMs: 1_000 });
      const inTime = async () => {
        const began = performance.now();
        await expect(ledger.probe()).rejects.toMatchObject({ code: 'database_unreachable' });
        expect(performance.now() - began).toBeLessThan(4_000);
      };
      await Promise.all([1, 2, 3, 4, 5].map(async () => ledger.probe()));
      proxy.swallow();
      await inTime(); // on an open connection; the other four are given up with it
      await inTime(); // on a new one
      await Promise.all([1, 2, 3, 4, 5, 6, 7].map(inTime));
      proxy.pass();
      await vi.waitFor(async () => ledger.probe(), RECOVERY);
    } finally {
      await proxy.close();
    }
  });

  it('opens while its server is down, and is migrated and usable as soon as it is there', async () => {
    await server.shutDown();
    const ledger = await opened();
    await expect(ledger.accept(sampleTask('PAY-1'))).rejects.toMatchObject({ category: 'outage' });
    await server.start();
    await vi.waitFor(async () => ledger.probe(), RECOVERY);
    expect(await ledger.accept(sampleTask('PAY-1'))).toBe('accepted');
  });

  it.each([
    ['a password that is wrong', (url: string) => url.replace(/:[^:@/]+@/, ':canary-wrong@')],
    ['a database that is missing', (url: string) => `${url}_missing`],
  ])('does not open with %s', async (_what, wrong) => {
    const refused = await opened({ url: wrong(server.url(database)) }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'database_refused', remedy: expect.stringContaining('password') });
    expect(String(refused)).not.toContain('canary');
  });

  it('does not open without the right to make tables', async () => {
    await server.query(`create role guest_of_${database} login password 'guest'`);
    const url = server.url(database).replace(/\/\/[^@]+@/, `//guest_of_${database}:guest@`);
    await expect(opened({ url })).rejects.toMatchObject({
      code: 'database_refused',
      message: expect.stringContaining('permission denied'),
    });
  });

  it('stores and finds text with NUL', async () => {
    const ledger = await opened();
    const nul = { correlationKey: 'sample|a\0b', logicalKey: 'sample|\0', title: 'a\0title' };
    const task = sampleTask('PAY-1', nul);
    expect(await ledger.accept(task)).toBe('accepted');
    expect(await ledger.accept(task)).toBe('duplicate');
    const found = await ledger.listTasks({ correlationKey: nul.correlationKey });
    expect(found.map((record) => record.task)).toEqual([task]);
    await ledger.moveTask(task.taskId, { from: 'accepted', to: 'routing', reason: 'why\0' });
    expect(await ledger.findTask(task.taskId)).toMatchObject({ reason: 'why\uFFFD' });
  });

  it('compares all of its text as bytes, and commits to disk whatever the default is', async () => {
    await server.query(`alter database ${database} set synchronous_commit = off`);
    const ledger = await opened();
    await ledger.probe();
    const columns = await server.query(
      `select table_name, column_name, collation_name from information_schema.columns
       where data_type = 'text' and table_schema = 'public'`,
      database,
    );
    expect(columns.length).toBeGreaterThan(20);
    expect(columns.filter(({ collation_name: collation }) => collation !== 'C')).toEqual([]);
    await server.query(
      `create function noted() returns trigger language plpgsql as $$
         begin raise exception 'synchronous_commit is %', current_setting('synchronous_commit'); end $$;
       create trigger noted before update on probes for each row execute function noted()`,
      database,
    );
    await expect(ledger.probe()).rejects.toThrow('synchronous_commit is on');
  });
});
