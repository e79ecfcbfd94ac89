import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { sql, type Generated, type Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseDownError } from '../../errors/database.errors';
import { MigrationFailedError } from '../../errors/migration-failed.error';
import { migrate, type Migrations } from '../../migrations/migrate';
import { openSqlite } from './open-sqlite';

interface Schema {
  notes: { id: Generated<number>; text: string };
  lines: { id: Generated<number>; note_id: number };
}

const FIRST: Migrations = {
  '001_notes': {
    up: async (db: Kysely<unknown>) =>
      db.schema
        .createTable('notes')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('text', 'text', (column) => column.notNull())
        .execute(),
  },
};
const SECOND: Migrations = {
  ...FIRST,
  '002_lines': {
    up: async (db: Kysely<unknown>) =>
      db.schema
        .createTable('lines')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('note_id', 'integer', (column) => column.references('notes.id').notNull())
        .execute(),
  },
};

describe('openSqlite', () => {
  let folder: string;
  let file: string;
  const open: Kysely<Schema>[] = [];

  const opened = async (migrations = SECOND, busyTimeoutMs = 2000): Promise<Kysely<Schema>> => {
    const db = openSqlite<Schema>(file, { busyTimeoutMs });
    open.push(db);
    await migrate(db, migrations);
    return db;
  };
  const texts = async (db: Kysely<Schema>) =>
    (await db.selectFrom('notes').select('text').orderBy('id').execute()).map(({ text }) => text);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anton-database-'));
    file = join(folder, 'data', 'notes.db');
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(async (db) => db.destroy()));
    await rm(folder, { recursive: true });
  });

  it('makes the folder, and commits to disk in write-ahead mode', async () => {
    const db = await opened();
    const { rows: journal } = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db);
    const { rows: sync } = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
    expect([journal[0]?.journal_mode, sync[0]?.synchronous]).toEqual(['wal', 2]);
  });

  it('runs concurrent transactions of one process one after the other', async () => {
    const db = await opened();
    await Promise.all(
      [1, 2, 3, 4].map(async () =>
        db.transaction().execute(async (trx) => {
          const { length } = await texts(trx);
          await new Promise(setImmediate);
          await trx
            .insertInto('notes')
            .values({ text: `after ${length}` })
            .execute();
        }),
      ),
    );
    expect(await texts(db)).toEqual(['after 0', 'after 1', 'after 2', 'after 3']);
  });

  it('rolls back a transaction that throws', async () => {
    const db = await opened();
    const work = db.transaction().execute(async (trx) => {
      await trx.insertInto('notes').values({ text: 'lost' }).execute();
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await texts(db)).toEqual([]);
  });

  it('enforces foreign keys', async () => {
    const db = await opened();
    await expect(db.insertInto('lines').values({ note_id: 7 }).execute()).rejects.toThrow('FOREIGN KEY');
  });

  it('streams rows', async () => {
    const db = await opened();
    await db
      .insertInto('notes')
      .values([{ text: 'a' }, { text: 'b' }])
      .execute();
    const seen: string[] = [];
    for await (const { text } of db.selectFrom('notes').select('text').orderBy('id').stream())
      seen.push(text);
    expect(seen).toEqual(['a', 'b']);
  });

  it('migrates once when several connections start together, and adds later steps', async () => {
    await Promise.all([opened(FIRST), opened(FIRST), opened(FIRST)]);
    const db = await opened(SECOND);
    await db.insertInto('notes').values({ text: 'kept' }).execute();
    expect(await texts(await opened(SECOND))).toEqual(['kept']);
  });

  it('leaves the database unchanged when a migration fails', async () => {
    const bad: Migrations = {
      ...FIRST,
      '002_bad': { up: async (db: Kysely<unknown>) => void (await sql`select * from nowhere`.execute(db)) },
    };
    await expect(opened(bad)).rejects.toMatchObject({
      constructor: MigrationFailedError,
      code: 'migration_failed',
      message: expect.stringContaining('002_bad'),
    });
    expect(await texts(await opened(SECOND))).toEqual([]);
  });

  it('refuses a database that a newer version wrote', async () => {
    await opened(SECOND);
    await expect(opened(FIRST)).rejects.toMatchObject({
      code: 'migration_failed',
      remedy: expect.stringContaining('newer'),
    });
  });

  it('names a full disk, and goes on when there is room again', async () => {
    const db = await opened();
    await sql`pragma max_page_count = 10`.execute(db);
    const big = db.transaction().execute(async (trx) => {
      for (let index = 0; index < 100; index += 1) {
        await trx
          .insertInto('notes')
          .values({ text: 'x'.repeat(4000) })
          .execute();
      }
    });
    await expect(big).rejects.toMatchObject({ code: 'database_full', category: 'outage' });
    await sql`pragma max_page_count = 1000`.execute(db);
    await db.insertInto('notes').values({ text: 'again' }).execute();
    expect(await texts(db)).toEqual(['again']);
  });

  it('names a file that may not be written', async () => {
    const db = await opened();
    await sql`pragma query_only = on`.execute(db);
    await expect(db.insertInto('notes').values({ text: 'no' }).execute()).rejects.toMatchObject({
      code: 'database_read_only',
    });
  });

  it('names a file that is no database', async () => {
    file = join(folder, 'notes.db');
    await writeFile(file, 'this is not a database, and long enough to have a header of one'.repeat(20));
    expect(() => openSqlite(file)).toThrow(DatabaseDownError);
    await expect(async () => opened()).rejects.toMatchObject({ code: 'database_corrupt' });
  });

  it('names a folder that cannot be made', async () => {
    await writeFile(join(folder, 'data'), 'a file where a folder should be');
    await expect(async () => opened()).rejects.toMatchObject({ code: 'database_unreachable' });
  });

  it('names a lock that another process holds, after the busy timeout', async () => {
    const db = await opened(SECOND, 20);
    const holder = new DatabaseSync(file);
    holder.exec('begin immediate');
    const write = async () => db.insertInto('notes').values({ text: 'one' }).execute();
    await expect(write()).rejects.toMatchObject({ code: 'database_busy' });
    holder.exec('rollback');
    holder.close();
    await write();
    expect(await texts(db)).toEqual(['one']);
  });

  it('waits for a lock without stopping the process', async () => {
    const db = await opened();
    const holder = new DatabaseSync(file);
    holder.exec('begin immediate');
    setTimeout(() => holder.exec('rollback'), 50);
    await db.transaction().execute(async (trx) => trx.insertInto('notes').values({ text: 'late' }).execute());
    holder.close();
    expect(await texts(db)).toEqual(['late']);
  });

  it('lets the rest of the process work between statements', async () => {
    const db = await opened();
    let turns = 0;
    const clock = setInterval(() => (turns += 1), 1);
    const end = performance.now() + 100;
    while (performance.now() < end) await texts(db);
    clearInterval(clock);
    expect(turns).toBeGreaterThan(10);
  });

  it('prints no warning when it is loaded', async () => {
    const { stderr } = await promisify(execFile)(process.execPath, ['-e', 'require("node:sqlite")']);
    expect(stderr).toBe('');
  });
});
