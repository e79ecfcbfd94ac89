import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import type { SpendRecord } from '@anton/ledger';
import { MetricsRegistry } from '@anton/platform';

/** What was spent. */
type Spent = Pick<
  SpendRecord,
  'usd' | 'inputTokens' | 'cacheReadTokens' | 'cacheWriteTokens' | 'outputTokens'
>;

/** Money and tokens that this process saw being spent. A model without a known price costs tokens only. */
@Injectable()
export class SpendMetrics {
  private readonly usd: Counter<'role' | 'repository'>;
  private readonly tokens: Counter<'role' | 'kind'>;

  constructor({ registry }: MetricsRegistry) {
    const registers = [registry];
    this.usd = new Counter({
      name: 'anton_spend_usd_total',
      help: 'US dollars that routing ("router") and runs ("run") cost; what has no known price is not in it',
      labelNames: ['role', 'repository'],
      registers,
    });
    this.tokens = new Counter({
      name: 'anton_tokens_total',
      help: 'Tokens that models counted, of models with and without a known price',
      labelNames: ['role', 'kind'],
      registers,
    });
  }

  count(role: SpendRecord['role'], repository: string | null, { usd, ...tokens }: Spent): void {
    this.usd.inc({ role, repository: repository ?? '' }, usd ?? 0);
    this.tokens.inc({ role, kind: 'input' }, tokens.inputTokens);
    this.tokens.inc({ role, kind: 'cache_read' }, tokens.cacheReadTokens);
    this.tokens.inc({ role, kind: 'cache_write' }, tokens.cacheWriteTokens);
    this.tokens.inc({ role, kind: 'output' }, tokens.outputTokens);
  }
}
