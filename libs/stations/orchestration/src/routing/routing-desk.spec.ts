import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Ledger, type TaskRecord } from '@anton/ledger';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { sampleTask, writeSampleCatalog } from '@anton/testing/samples';
import { SCRIPTED_RUNNER } from '@anton/testing/scripted-runner';
import { startOrchestrator } from '../../test/orchestrator-under-test';
import { RoutingDesk } from './routing-desk';

const PATIENCE = { timeout: 25_000, interval: 10 };

describe('RoutingDesk', { timeout: 60_000 }, () => {
  let dir: string;
  let models: ScriptedModels;
  let app: INestApplication;
  let ledger: Ledger;
  let desk: RoutingDesk;
  let asked: number;

  beforeEach(async () => {
    asked = 0;
    dir = await mkdtemp(join(tmpdir(), 'anton-routing-'));
    await writeSampleCatalog(join(dir, 'catalog'));
    const router = [
      () => {
        asked += 1;
        return { fault: 'hang' } as const;
      },
    ];
    models = await startScriptedModels({ router });
    app = await startOrchestrator({
      dir,
      runner: SCRIPTED_RUNNER,
      modelUrl: models.anthropicUrl,
      options: { tickMs: 3_600_000 },
    });
    ledger = app.get(Ledger, { strict: false });
    desk = app.get(RoutingDesk, { strict: false });
  });
  afterEach(async () => {
    await app.close();
    await models.close();
    await rm(dir, { recursive: true, force: true });
  });

  /** Only this spec offers tasks: nothing tells the scheduler of them. */
  async function accepted(id: string): Promise<TaskRecord> {
    const task = sampleTask(id);
    await ledger.accept(task);
    const record = await ledger.findTask(task.taskId);
    if (record === null) throw new Error(`${task.taskId} is not in the ledger`);
    return record;
  }

  it('ends a call that nobody answers when it is drained, and leaves its task to be routed after the next start', async () => {
    const record = await accepted('PAY-1');
    desk.offer([record]);
    await vi.waitFor(() => expect(asked).toBe(1), PATIENCE);
    await desk.drain(0);
    const { taskId } = record.task;
    expect(await ledger.findTask(taskId)).toMatchObject({ state: 'routing', route: null, reason: null });
    expect(asked).toBe(1);
  });

  it('buys no route for a task that was settled since it was looked at', async () => {
    const { taskId } = (await accepted('PAY-1')).task;
    await ledger.moveTask(taskId, { from: 'accepted', to: 'routing' });
    const leftByACrash = await ledger.findTask(taskId);
    await ledger.moveTask(taskId, { from: 'routing', to: 'settled', outcome: 'cancelled' });
    desk.offer(leftByACrash === null ? [] : [leftByACrash]);
    await desk.drain();
    expect(asked).toBe(0);
    expect(await ledger.findTask(taskId)).toMatchObject({ state: 'settled', outcome: 'cancelled' });
  });
});
