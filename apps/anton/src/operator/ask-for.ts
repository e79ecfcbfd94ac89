import { setTimeout as delay } from 'node:timers/promises';
import { PermanentError } from '@anton/contracts';
import { intentObstacle, type Ledger, type NewIntent, type TaskIntent, type TaskRecord } from '@anton/ledger';

const POLL_MS = 200;

/** There is no task with that id. */
export function noTask(taskId: string): PermanentError {
  return new PermanentError(`there is no task ${taskId}`, {
    code: 'no_task',
    remedy: 'See `anton task list`.',
  });
}

async function openIntent(ledger: Ledger, { taskId, kind }: NewIntent): Promise<TaskIntent | undefined> {
  const open = await ledger.listIntents({ taskId, isOpen: true });
  return open.find((intent) => intent.kind === kind);
}

async function current(ledger: Ledger, { id, taskId }: TaskIntent): Promise<TaskIntent | undefined> {
  return (await ledger.listIntents({ taskId })).find((intent) => intent.id === id);
}

/** What was asked for, what came of it so far, and where the task is now. */
export interface Asked {
  readonly intent: TaskIntent;
  readonly record: TaskRecord | null;
}

/**
 * Writes an intent into the ledger, unless the same is asked for already, and waits at most `waitMs` for the orchestrator
 * to act on it.
 * @throws PermanentError `no_task`, `already_settled`, `not_settled`, `pruned`, `has_pull_request`
 */
export async function askFor(ledger: Ledger, wanted: NewIntent, waitMs: number): Promise<Asked> {
  const record = await ledger.findTask(wanted.taskId);
  if (record === null) throw noTask(wanted.taskId);
  const obstacle = intentObstacle(wanted, record);
  if (obstacle !== null) {
    const { code, problem, remedy } = obstacle;
    throw new PermanentError(problem, { code, remedy });
  }
  let intent = (await openIntent(ledger, wanted)) ?? (await ledger.addIntent(wanted));
  const deadline = performance.now() + waitMs;
  while (intent.answer === null && performance.now() < deadline) {
    await delay(POLL_MS);
    intent = (await current(ledger, intent)) ?? intent;
  }
  return { intent, record: await ledger.findTask(wanted.taskId) };
}
