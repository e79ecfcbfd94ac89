import type { AgentTask } from '@anton/contracts';
import type { SpendRecord } from '@anton/ledger';
import type { ModelReply, ModelUsage } from '@anton/models';

/** What all replies of one routing cost; `usd` is null as soon as one of them has no known price. */
export function spendOfReplies(
  task: AgentTask,
  attempt: number,
  repository: string,
  replies: readonly ModelReply[],
): SpendRecord {
  const tokens = (kind: keyof ModelUsage): number => replies.reduce((sum, { usage }) => sum + usage[kind], 0);
  const prices = replies.map(({ usd }) => usd);
  return {
    taskId: task.taskId,
    attempt,
    role: 'router',
    model: replies.at(-1)?.model ?? '',
    repository,
    usd: prices.reduce((sum, usd) => (sum === null || usd === null ? null : sum + usd), 0),
    inputTokens: tokens('inputTokens'),
    cacheReadTokens: tokens('cacheReadTokens'),
    cacheWriteTokens: tokens('cacheWriteTokens'),
    outputTokens: tokens('outputTokens'),
    at: new Date().toISOString(),
  };
}
