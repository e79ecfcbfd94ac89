import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Child } from '@anton/testing/children';
import { sampleTask } from '@anton/testing/samples';
import { LedgerPlace } from './support/postgres/ledger-place';

const CHILD = new URL('./support/postgres/at-once.child.ts', import.meta.url);
const PROCESSES = 8;
const RECOVERY = { timeout: 15_000, interval: 20 };

const place = new LedgerPlace();
beforeAll(place.start);
afterAll(place.stop);
beforeEach(place.enter);
afterEach(place.leave);

describe('the ledger on PostgreSQL', () => {
  it(`is migrated once, and takes a task once, by ${PROCESSES} processes in one moment`, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'anton-at-once-'));
    const gate = join(dir, 'gate');
    const adapter = { file: CHILD, opener: 'openAtOnce', options: { url: place.url, gate } };
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
    const ledger = await place.opened();
    expect(await ledger.listEvents(task.taskId)).toHaveLength(1);
    const steps = await place.server.query(
      'select name, count(*)::int from kysely_migration group by name',
      place.database,
    );
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.filter(({ count }) => count !== 1)).toEqual([]);
  });

  it('refuses a change under a fence that is being replaced in this moment', async () => {
    const ledger = await place.opened();
    const lease = await ledger.takeLease({ name: 'scheduler', owner: 'ada', ttlMs: 60_000 });
    const fence = { lease: 'scheduler', number: lease?.fence ?? 0 };
    const task = sampleTask('PAY-1');
    await ledger.accept(task);
    const other = new Client({ connectionString: place.url });
    await other.connect();
    try {
      await other.query("begin; update leases set owner = 'bob', fence = fence + 1");
      const moved = ledger.moveTask(task.taskId, { from: 'accepted', to: 'routing', fence });
      const waits =
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'anton'";
      await vi.waitFor(
        async () => expect(await place.server.query(waits, place.database)).not.toEqual([]),
        RECOVERY,
      );
      await other.query('commit');
      expect(await moved).toBe(false);
    } finally {
      await other.end();
    }
  });

  it.each([
    ['a password that is wrong', (url: string) => url.replace(/:[^:@/]+@/, ':canary-wrong@')],
    ['a database that is missing', (url: string) => `${url}_missing`],
  ])('does not open with %s', async (_what, wrong) => {
    const refused = await place.opened({ url: wrong(place.url) }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'database_refused', remedy: expect.stringContaining('password') });
    expect(String(refused)).not.toContain('canary');
  });

  it('does not open without the right to make tables', async () => {
    await place.server.query(`create role guest_of_${place.database} login password 'guest'`);
    const url = place.url.replace(/\/\/[^@]+@/, `//guest_of_${place.database}:guest@`);
    await expect(place.opened({ url })).rejects.toMatchObject({
      code: 'database_refused',
      message: expect.stringContaining('permission denied'),
    });
  });

  it('stores and finds text with NUL', async () => {
    const ledger = await place.opened();
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
    await place.server.query(`alter database ${place.database} set synchronous_commit = off`);
    const ledger = await place.opened();
    await ledger.probe();
    const columns = await place.server.query(
      `select table_name, column_name, collation_name from information_schema.columns
       where data_type = 'text' and table_schema = 'public'`,
      place.database,
    );
    expect(columns.length).toBeGreaterThan(20);
    expect(columns.filter(({ collation_name: collation }) => collation !== 'C')).toEqual([]);
    await place.server.query(
      `create function noted() returns trigger language plpgsql as $$
         begin raise exception 'synchronous_commit is %', current_setting('synchronous_commit'); end $$;
       create trigger noted before update on probes for each row execute function noted()`,
      place.database,
    );
    await expect(ledger.probe()).rejects.toThrow('synchronous_commit is on');
  });
});
