import type { RouteDecision } from '@anton/contracts';
import type { BudgetLimits } from './budget';

/** Field note agent-loop 5.1. */
const CALLS_FIRST_ROUND = 80;
const CALLS_PER_FURTHER_ROUND = 25;
const GROSS_INPUT_TOKENS = 4_000_000;
const OUTPUT_TOKENS = 300_000;
/** The wrap-up message comes at 45 of 55 minutes. */
const SOFT_SHARE = 45 / 55;
const MS_PER_MINUTE = 60_000;

/** The limits of a run that started at `startedAt`: money, minutes and calls of the route, the rest by default. */
export function budgetLimitsOf(route: Pick<RouteDecision, 'limits'>, startedAt: Date): BudgetLimits {
  const { costUsd, minutes, modelCalls } = route.limits;
  const after = (share: number): Date => new Date(startedAt.getTime() + minutes * share * MS_PER_MINUTE);
  return {
    usd: costUsd,
    callsFirstRound: Math.min(CALLS_FIRST_ROUND, modelCalls),
    callsPerFurtherRound: CALLS_PER_FURTHER_ROUND,
    callsTotal: modelCalls,
    grossInputTokens: GROSS_INPUT_TOKENS,
    outputTokens: OUTPUT_TOKENS,
    softDeadline: after(SOFT_SHARE),
    hardDeadline: after(1),
  };
}
