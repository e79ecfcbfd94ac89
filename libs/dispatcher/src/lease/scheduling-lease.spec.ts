import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Ledger, SqliteLedgerModule } from '@anton/ledger';
import { sampleTask } from '@anton/testing/samples';
import { SchedulingLease } from './scheduling-lease';

describe('SchedulingLease', () => {
  let dir: string;
  let module: TestingModule;
  let ledger: Ledger;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anton-lease-'));
    const imports = [SqliteLedgerModule.forRoot({ file: join(dir, 'ledger.db') })];
    module = await Test.createTestingModule({ imports }).compile();
    ledger = module.get(Ledger, { strict: false });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await module.close();
    await rm(dir, { recursive: true });
  });

  it('is held by one of two, and by the other one as soon as it is released', async () => {
    const [one, two] = [new SchedulingLease(ledger), new SchedulingLease(ledger)];
    expect([await one.take(), await two.take()]).toEqual([true, false]);
    expect([one.isHeld, two.isHeld, two.fence]).toEqual([true, false, undefined]);
    await one.release();
    expect([await two.take(), one.isHeld]).toEqual([true, false]);
    expect(two.fence?.number).toBe((one.fence?.number ?? 0) + 1);
  });

  it('is not held any more when it was not renewed in time, and keeps what it writes from being written', async () => {
    const [one, two] = [new SchedulingLease(ledger), new SchedulingLease(ledger)];
    await one.take();
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 15_000);
    expect(one.isHeld).toBe(false);
    await ledger.releaseLease({ name: 'scheduler', owner: await ownerOf() });
    expect(await two.take()).toBe(true);
    const task = sampleTask('PAY-1');
    await ledger.accept(task);
    const move = { from: 'accepted', to: 'routing' } as const;
    expect(await ledger.moveTask(task.taskId, { ...move, fence: one.fence })).toBe(false);
    expect(await ledger.moveTask(task.taskId, { ...move, fence: two.fence })).toBe(true);
  });

  /** Whoever has the lease now. */
  async function ownerOf(): Promise<string> {
    let holder = '';
    const isGone = (owner: string): boolean => {
      holder = owner;
      return false;
    };
    await ledger.takeLease({ name: 'scheduler', owner: 'nobody', ttlMs: 0, isGone });
    return holder;
  }

  it('is taken at once from a process of this machine that is gone', async () => {
    const lease = new SchedulingLease(ledger);
    await lease.take();
    const dead = (await ownerOf()).split('/').with(1, '2147483646').join('/');
    await lease.release();
    expect(await ledger.takeLease({ name: 'scheduler', owner: dead, ttlMs: 60_000 })).not.toBeNull();
    expect(await lease.take()).toBe(true);
  });
});
