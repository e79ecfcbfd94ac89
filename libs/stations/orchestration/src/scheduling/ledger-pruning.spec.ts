import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SchedulingLease } from '@anton/dispatcher';
import type { Ledger, PruneCounts, PruneRequest } from '@anton/ledger';
import type { OrchestrationOptions } from '../orchestration.options';
import { LedgerPruning } from './ledger-pruning';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const fence = { lease: 'scheduler', number: 3 };

describe('the pruning of the ledger', () => {
  const log = vi.spyOn(Logger.prototype, 'log').mockReturnValue();
  const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
  let requests: PruneRequest[];
  let answers: PruneCounts[];
  let lease: { isHeld: boolean; fence: typeof fence };
  let pruning: LedgerPruning;

  const opened = (ledgerRetentionDays?: number): LedgerPruning => {
    const prune = async (request: PruneRequest): Promise<PruneCounts> => {
      requests.push(request);
      return answers.shift() ?? { tasks: 0, tombstones: 0, signals: 0 };
    };
    const options = ledgerRetentionDays === undefined ? {} : { ledgerRetentionDays };
    return new LedgerPruning(
      { prune } as unknown as Ledger,
      lease as unknown as SchedulingLease,
      options as OrchestrationOptions,
    );
  };
  beforeEach(() => {
    vi.useFakeTimers();
    [requests, answers, lease] = [[], [], { isHeld: true, fence }];
    pruning = opened();
  });
  afterEach(async () => {
    await pruning.beforeApplicationShutdown();
    vi.useRealTimers();
    vi.clearAllMocks();
  });

  const daysBefore = (time: Date): number => Math.round((Date.now() - time.getTime()) / DAY_MS);

  it('happens once an hour, under the lease, and takes what is older than 30 days, and a year', async () => {
    pruning.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(requests).toHaveLength(2);
    expect(requests).toMatchObject([{ fence }, { fence }]);
    expect(requests.map(({ endedBefore }) => daysBefore(endedBefore))).toEqual([30, 30]);
    expect(requests.map(({ forgottenBefore }) => daysBefore(forgottenBefore))).toEqual([365, 365]);
    expect(log).not.toHaveBeenCalled();
  });

  it('keeps what it is told to keep, tombstones no shorter than tasks', async () => {
    pruning = opened(1_000);
    pruning.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    const days = requests.map(({ endedBefore, forgottenBefore }) =>
      [endedBefore, forgottenBefore].map(daysBefore),
    );
    expect(days).toEqual([[1_000, 1_000]]);
  });

  it('goes on until a batch is not full, and says how much it was', async () => {
    answers = [
      { tasks: 100, tombstones: 0, signals: 7 },
      { tasks: 40, tombstones: 100, signals: 0 },
      { tasks: 0, tombstones: 2, signals: 0 },
    ];
    pruning.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(requests).toHaveLength(3);
    expect(log.mock.calls).toEqual([
      [
        'pruned from the ledger what ended more than 30 days ago: 140 tasks to tombstones, 102 tombstones and 7 signals to nothing',
      ],
    ]);
  });

  it('is left to the process that has the lease', async () => {
    lease.isHeld = false;
    pruning.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(requests).toEqual([]);
  });

  it('is tried again an hour after a failure', async () => {
    const failing = vi.fn<() => Promise<never>>().mockRejectedValue(new Error('the database is down'));
    const ledger = { prune: failing } as unknown as Ledger;
    pruning = new LedgerPruning(ledger, lease as unknown as SchedulingLease, {} as OrchestrationOptions);
    pruning.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(failing).toHaveBeenCalledTimes(2);
    expect(warn).toHaveBeenCalledTimes(2);
  });
});
