import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderCatalogModule } from '@anton/catalog';
import { CodeHostsModule, LocalCodeHostModule } from '@anton/codehost';
import { parseRunReport, PermanentError, type Complexity, type RunReport } from '@anton/contracts';
import { Ledger, SqliteLedgerModule } from '@anton/ledger';
import { sampleRoute, scriptedTask, writeSampleCatalog } from '@anton/testing/samples';
import { Dispatcher } from '../dispatch/dispatcher';
import { DispatcherModule } from '../dispatcher.module';
import { Executor, ExecutorProvider, type RunObservation, type RunRequest } from '../executor.port';
import type { FailureCategory } from '../failure-category';
import { RunSettler } from './run-settler';

/** Every run that is started has ended already, as the list says. */
@ExecutorProvider('fated')
@Injectable()
class FatedExecutor extends Executor {
  readonly started: RunRequest[] = [];
  readonly stopped: string[] = [];
  refusal: Error | null = null;
  fates: readonly RunObservation[] = [];

  override async start(run: RunRequest): Promise<string> {
    this.started.push(run);
    if (this.refusal !== null) throw this.refusal;
    return 'fated';
  }
  override async inspect({ attempt }: { attempt: number }): Promise<RunObservation> {
    return this.fates[attempt - 1] ?? { kind: 'running' };
  }
  override async stop(_: unknown, reason: string): Promise<void> {
    this.stopped.push(reason);
  }
  override onChange(): void {
    return undefined;
  }
}

@Module({ providers: [FatedExecutor], exports: [FatedExecutor] })
class FatedModule {}

const failed = (category: FailureCategory): RunObservation => ({
  kind: 'failed',
  status: 'infra',
  category,
  cause: 'so it was',
});

const interrupted = (attempt: number): RunObservation => {
  const report: RunReport = parseRunReport({
    schema: 'anton.report.v1',
    taskId: scriptedTask('PAY-1', {}).taskId,
    attempt,
    status: 'timeout',
    message: 'the run was told to stop',
    branch: null,
    headSha: null,
    pullRequest: null,
    checks: { command: null, baseline: null, final: null },
    proof: { kind: 'none' },
    review: { rounds: 0, verdict: 'not_reviewed', findings: [] },
    cost: { usd: 0.42, inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1 },
    durationMs: 1,
    resumable: true,
  });
  return { kind: 'finished', report };
};

describe('a failed run is tried again as its category says', { timeout: 60_000 }, () => {
  let dir: string;
  let app: TestingModule;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anton-categories-'));
    await writeSampleCatalog(join(dir, 'catalog'), {});
    const imports = [
      SqliteLedgerModule.forRoot({ file: join(dir, 'ledger.db') }),
      FolderCatalogModule.forRoot({ dir: join(dir, 'catalog') }),
      CodeHostsModule.forRoot({ hosts: [LocalCodeHostModule.forRoot()] }),
      FatedModule,
    ];
    const options = { imports, executor: 'fated', maxConcurrentRuns: 3, retryDelaysMs: [0, 0] };
    app = await Test.createTestingModule({
      imports: [...imports, DispatcherModule.forRoot(options)],
    }).compile();
    app.useLogger(false);
    await app.init();
  });
  afterEach(async () => {
    await app.close();
    await rm(dir, { recursive: true, force: true });
  });

  /** Runs a task until it is settled; resolves with the sizes of its runs and its reason. */
  async function outcome(complexity: Complexity, ...fates: readonly RunObservation[]) {
    const ledger = app.get(Ledger, { strict: false });
    const executor = app.get(FatedExecutor, { strict: false });
    executor.fates = fates;
    const task = scriptedTask('PAY-1', {});
    await ledger.accept(task);
    await ledger.moveTask(task.taskId, { from: 'accepted', to: 'routing' });
    const route = sampleRoute(task, { complexity });
    await ledger.moveTask(task.taskId, { from: 'routing', to: 'waiting', route });
    for (let round = 0; round < 6; round += 1) {
      const record = await ledger.findTask(task.taskId);
      const dispatcher = app.get(Dispatcher, { strict: false });
      if (record?.state === 'waiting') await dispatcher.dispatch(record, []);
      await dispatcher.idle();
      for (const run of await ledger.listRuns({ states: ['started'] })) {
        const now = await ledger.findTask(task.taskId);
        if (now !== null) await app.get(RunSettler, { strict: false }).settle(now, run);
      }
    }
    const { state, outcome: end, reason } = (await ledger.findTask(task.taskId)) ?? {};
    return { sizes: executor.started.map((run) => run.complexity), state, outcome: end, reason };
  }

  it('evicted: once, in the same size', async () => {
    expect(await outcome('small', failed('evicted'), failed('node_lost'))).toEqual({
      sizes: ['small', 'small'],
      state: 'settled',
      outcome: 'infra',
      reason: 'node_lost: so it was',
    });
  });

  it('told to stop with work that can be continued: once, and what it cost is spend', async () => {
    const [first, second] = [1, 2].map((attempt) => interrupted(attempt));
    if (first === undefined || second === undefined) throw new Error('no runs');
    expect(await outcome('small', first, second)).toMatchObject({
      sizes: ['small', 'small'],
      outcome: 'timeout',
      reason: 'the run was told to stop',
    });
    const spend = await app.get(Ledger, { strict: false }).listSpend(scriptedTask('PAY-1', {}).taskId);
    expect(spend.map(({ attempt, usd }) => [attempt, usd])).toEqual([
      [1, 0.42],
      [2, 0.42],
    ]);
  });

  it('out of memory: once, in the next size, and an eviction does not forget it', async () => {
    const { sizes, reason } = await outcome(
      'small',
      failed('out_of_memory'),
      failed('evicted'),
      failed('out_of_memory'),
    );
    expect(sizes).toEqual(['small', 'medium', 'medium']);
    expect(reason).toBe('out_of_memory: so it was');
  });

  it('out of memory in the largest size: never', async () => {
    expect((await outcome('large', failed('out_of_memory'))).sizes).toEqual(['large']);
  });

  it('without a report: never', async () => {
    const silent = { kind: 'vanished', category: 'no_report', cause: 'exit status 1' } as const;
    expect(await outcome('small', silent)).toMatchObject({
      sizes: ['small'],
      outcome: 'infra',
      reason: 'no_report: exit status 1',
    });
  });

  it('refused half-way: what its start left is taken away before its task ends', async () => {
    const executor = app.get(FatedExecutor, { strict: false });
    executor.refusal = new PermanentError('no such namespace', { code: 'x', remedy: 'y' });
    expect(await outcome('small')).toMatchObject({ outcome: 'infra', reason: 'no such namespace' });
    expect(executor.stopped).toEqual(['it could not be started']);
  });

  it('vanished without a category, as a process: after each delay', async () => {
    const gone = { kind: 'vanished', cause: 'process 1 is gone' } as const;
    expect((await outcome('small', gone, gone, gone)).sizes).toHaveLength(3);
  });
});
