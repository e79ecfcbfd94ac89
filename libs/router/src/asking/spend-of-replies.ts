import type { AgentTask } from '@anton/contracts';
import type { SpendRecord } from '@anton/ledger';
import { PRICE_TABLE_VERSION, type ModelReply, type ModelUsage } from '@anton/models';

/** What all replies of one routing cost; `usd` is null as soon as one of them has no known price. */
export function spendOfReplies(
  task: AgentTask,
  attempt: number,
  repository: string,
  replies: readonly ModelReply[],
): SpendRecord {
  const tokens = (kind: keyof ModelUsage): number =>
    replies.reduce((sum, { usage }) => sum + (usage[kind] ?? 0), 0);
  const prices = replies.map(({ usd }) => usd);
  const usd = prices.reduce((sum, price) => (sum === null || price === null ? null : sum + price), 0);
  return {
    taskId: task.taskId,
    attempt,
    role: 'router',
    model: replies.at(-1)?.model ?? '',
    repository,
    usd,
    priceTable: usd === null ? null : PRICE_TABLE_VERSION,
    heldUsd: null,
    inputTokens: tokens('inputTokens'),
    cacheReadTokens: tokens('cacheReadTokens'),
    cacheWriteTokens: tokens('cacheWriteTokens'),
    outputTokens: tokens('outputTokens'),
    at: new Date().toISOString(),
  };
}
