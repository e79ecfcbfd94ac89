import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openPostgres } from './open-postgres';

/** Nobody listens there. */
const NOBODY = 'postgresql://ada:canary-password@127.0.0.1:9/anton';

describe('openPostgres', () => {
  it.each([
    'postgresql://ada:canary-password@host:port/anton',
    `${NOBODY}?sslmode=verify-ca`,
    `${NOBODY}?sslmode=verify-full&sslrootcert=/nowhere`,
  ])('refuses %s with a remedy, and does not tell the password', (url) => {
    let thrown: unknown;
    try {
      openPostgres(url);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'bad_database_url', category: 'permanent' });
    expect(String(thrown)).not.toContain('canary-password');
  });

  it('names a server that is not there, again and again, and never its password', async () => {
    const db = openPostgres(NOBODY);
    for (const attempt of [sql`select 1`, sql`select 2`]) {
      const failed = await attempt.execute(db).catch((error: unknown) => error);
      expect(failed).toMatchObject({
        code: 'database_unreachable',
        message: expect.stringContaining('127.0.0.1:9/anton'),
      });
      expect(String(failed)).not.toContain('canary-password');
    }
    await db.destroy();
  });

  it('prepares once, before the first statement, and again when that failed', async () => {
    const prepared: number[] = [];
    const prepare = async () => {
      prepared.push(prepared.length);
      if (prepared.length === 1) throw new Error('not yet');
    };
    const db = openPostgres(NOBODY, { prepare });
    const use = async () => sql`select 1`.execute(db);
    await expect(Promise.all([use(), use()])).rejects.toThrow('not yet');
    for (const code of ['database_unreachable', 'database_unreachable'])
      await expect(use()).rejects.toMatchObject({ code });
    expect(prepared).toHaveLength(2);
    await db.destroy();
  });

  it.each(['require', 'prefer'])('knows sslmode=%s without a warning of the driver', async (mode) => {
    const warnings: Error[] = [];
    const keep = (warning: Error) => warnings.push(warning);
    process.on('warning', keep);
    const db = openPostgres(`${NOBODY}?sslmode=${mode}`);
    await expect(sql`select 1`.execute(db)).rejects.toMatchObject({ code: 'database_unreachable' });
    await new Promise(setImmediate);
    process.off('warning', keep);
    expect(warnings).toEqual([]);
    await db.destroy();
  });
});
