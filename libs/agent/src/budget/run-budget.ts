import type { ModelReply, ModelUsage } from '@anton/models';
import { Budget, type BudgetLimits, type BudgetRole, type BudgetStop } from './budget';
import { grossInput, NO_USAGE, sumUsage } from './usage';

const WARN_SHARE = 0.8;

/** One thing that runs out: how much is spent of how much. */
interface Meter {
  readonly name: string;
  readonly spent: number;
  readonly limit: number;
  readonly text: string;
}

/** The budget of one run, in memory. Holds state: one instance per run, never a provider. */
export class RunBudget extends Budget {
  private usage: ModelUsage = NO_USAGE;
  private knownUsd = 0;
  private priced = true;
  private readonly calls: Record<BudgetRole, number> = { coder: 0, reviewer: 0 };
  private furtherRounds = 0;
  private readonly warned = new Set<string>();

  constructor(override readonly limits: BudgetLimits) {
    super();
  }

  override spend(role: BudgetRole, reply: ModelReply): void {
    this.calls[role] += 1;
    this.usage = sumUsage(this.usage, reply.usage);
    this.knownUsd += reply.usd ?? 0;
    this.priced &&= reply.usd !== null;
  }

  override openRound(): void {
    this.furtherRounds += 1;
  }

  override exceeded(now: Date, role: BudgetRole = 'coder'): BudgetStop | null {
    if (now >= this.limits.hardDeadline) return { status: 'timeout', reason: 'the time of this run is over' };
    const empty = this.meters(role).find((meter) => meter.spent >= meter.limit);
    return empty === undefined ? null : { status: 'budget', reason: `${empty.text} spent` };
  }

  override warning(now: Date): string | null {
    const news = this.meters('coder')
      .filter((meter) => meter.spent >= meter.limit * WARN_SHARE)
      .map((meter) => ({ key: `${meter.name}/${meter.limit}`, text: `${meter.text} spent` }));
    if (now >= this.limits.softDeadline) news.push({ key: 'time', text: 'most of the time is used' });
    const fresh = news.filter(({ key }) => !this.warned.has(key));
    for (const { key } of fresh) this.warned.add(key);
    return fresh.length === 0 ? null : fresh.map(({ text }) => text).join('; ');
  }

  override total(): { usd: number | null; usage: ModelUsage; calls: number } {
    return {
      usd: this.priced ? this.knownUsd : null,
      usage: this.usage,
      calls: this.calls.coder + this.calls.reviewer,
    };
  }

  private meters(role: BudgetRole): Meter[] {
    const { usd, grossInputTokens, outputTokens } = this.limits;
    const input = grossInput(this.usage);
    const output = this.usage.outputTokens;
    const meters = [
      { name: 'usd', spent: this.knownUsd, limit: usd, text: `$${this.knownUsd.toFixed(2)} of $${usd}` },
      {
        name: 'input',
        spent: input,
        limit: grossInputTokens,
        text: `${input} of ${grossInputTokens} input tokens`,
      },
      {
        name: 'output',
        spent: output,
        limit: outputTokens,
        text: `${output} of ${outputTokens} output tokens`,
      },
    ];
    return role === 'coder' ? [...meters, this.callMeter()] : meters;
  }

  private callMeter(): Meter {
    const { callsFirstRound, callsPerFurtherRound, callsTotal } = this.limits;
    const limit = Math.min(callsTotal, callsFirstRound + this.furtherRounds * callsPerFurtherRound);
    const spent = this.calls.coder;
    return { name: 'calls', spent, limit, text: `${spent} of ${limit} model calls` };
  }
}
