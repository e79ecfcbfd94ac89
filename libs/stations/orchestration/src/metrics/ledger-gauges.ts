import { Injectable } from '@nestjs/common';
import { Ledger } from '@anton/ledger';
import { MetricsRegistry, scrapedGauge } from '@anton/platform';

/** What the ledger holds now, asked when somebody scrapes; every orchestrator sees the same. */
@Injectable()
export class LedgerGauges {
  constructor(ledger: Ledger, { registry }: MetricsRegistry) {
    scrapedGauge(registry, {
      name: 'anton_tasks',
      help: 'Tasks by state',
      read: async () =>
        Object.entries(await ledger.countTasks()).map(([state, count]) => [{ state }, count] as const),
    });
    scrapedGauge(registry, {
      name: 'anton_oldest_waiting_task_seconds',
      help: 'How long the oldest task waits that does not run, since it was accepted or retried by an operator; 0 for none',
      read: async () => {
        const since = await ledger.oldestWaitingSince();
        return [[{}, since === null ? 0 : Math.max(0, Date.now() - Date.parse(since)) / 1_000]];
      },
    });
    scrapedGauge(registry, {
      name: 'anton_runs',
      help: 'Runs that are not settled by executor and state; with the executor kubernetes these are the open Jobs',
      read: async () =>
        (await ledger.countRuns()).map(({ executor, state, runs }) => [{ executor, state }, runs] as const),
    });
  }
}
