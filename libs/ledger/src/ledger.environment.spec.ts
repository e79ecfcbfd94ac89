import { describe, expect, it } from 'vitest';
import { PostgresLedgerModule } from './adapters/postgres/postgres-ledger.module';
import { SqliteLedgerModule } from './adapters/sqlite/sqlite-ledger.module';
import { ledgerFile, ledgerModule, ledgerVariables } from './ledger.environment';

const data = { ANTON_DATA_DIR: '/data' };
const isTaken = (url: string) => ledgerVariables.DATABASE_URL.safeParse(url).success;

describe('DATABASE_URL', () => {
  it.each([
    'postgresql://anton:p%40ss@db:5432/anton?sslmode=verify-full',
    'postgres://anton@[::1]/anton',
    'postgresql://anton@/anton?host=/run/postgresql',
    'file:ledger.db',
  ])('takes %s', (url) => expect(isTaken(url)).toBe(true));

  it.each(['mysql://db/anton', 'postgresql://anton:pa#ss@db/anton', 'file:', 'ledger.db', ''])(
    'refuses "%s"',
    (url) => expect(isTaken(url)).toBe(false),
  );

  it('chooses the adapter', () => {
    const moduleOf = (url?: string) => ledgerModule({ ...data, DATABASE_URL: url }).module;
    expect(moduleOf()).toBe(SqliteLedgerModule);
    expect(moduleOf('file:/somewhere/ledger.db')).toBe(SqliteLedgerModule);
    expect(moduleOf('postgresql://db/anton')).toBe(PostgresLedgerModule);
  });

  it('names the file of the ledger when there is one', () => {
    expect(ledgerFile(data)).toBe('/data/ledger.db');
    expect(ledgerFile({ ...data, DATABASE_URL: 'file:/somewhere/ledger.db' })).toBe('/somewhere/ledger.db');
    expect(ledgerFile({ ...data, DATABASE_URL: 'postgresql://db/anton' })).toBeNull();
  });
});
