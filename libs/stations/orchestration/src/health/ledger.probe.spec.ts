import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { Ledger, SqliteLedgerModule } from '@anton/ledger';
import { LedgerProbe } from './ledger.probe';

it('is up exactly while the ledger takes a write', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'anton-probe-'));
  const imports = [SqliteLedgerModule.forRoot({ file: join(dir, 'ledger.db') })];
  const app = await Test.createTestingModule({ imports }).compile();
  const probe = new LedgerProbe(app.get(Ledger, { strict: false }));
  expect(await probe.check()).toEqual({ up: true });
  await app.close();
  // A probe that throws is down: health.module.spec.ts.
  await expect(probe.check()).rejects.toThrow(/destroyed|closed|open/);
  await rm(dir, { recursive: true, force: true });
});
