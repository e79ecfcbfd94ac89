import { setTimeout as delay } from 'node:timers/promises';
import type { AgentTask } from '@anton/contracts';
import { InvalidRunError } from '../../harness/invalid-run.error';
import type { ApiUnderTest } from '../api/api-under-test';
import type { Line } from '../world/line';

const PATIENCE_MS = 120_000;
const POLL_MS = 50;

/** Ends the runs of these tasks and waits until the ledger has them settled. @throws InvalidRunError */
export async function untilSettled(
  line: Line,
  api: ApiUnderTest,
  tasks: readonly AgentTask[],
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  await untilStarted(line, tasks.length, deadline);
  await api.finish(tasks.map(({ taskId }) => `anton-runner-${taskId}`));
  if (api.runsEndByCancel) for (const { taskId } of tasks) await cancel(line, taskId);
  while (await isAnyOpen(line)) {
    if (Date.now() > deadline)
      throw new InvalidRunError('runs are not settled', line.orchestrator.lastLines());
    await delay(POLL_MS);
  }
}

async function cancel({ ledger }: Line, taskId: string): Promise<void> {
  const reason = 'the round is over';
  await ledger.addIntent({
    taskId,
    kind: 'cancel',
    by: 'bench',
    reason,
    isForced: false,
    isRoutedAnew: false,
  });
}

async function untilStarted(line: Line, count: number, deadline: number): Promise<void> {
  while ((await line.ledger.listRuns({ states: ['started'] })).length < count) {
    if (Date.now() > deadline)
      throw new InvalidRunError('runs are not started', line.orchestrator.lastLines());
    await delay(POLL_MS);
  }
}

async function isAnyOpen({ ledger }: Line): Promise<boolean> {
  const runs = await ledger.listRuns({ states: ['created', 'started', 'reported', 'vanished'] });
  const { accepted, routing, waiting, running } = await ledger.countTasks();
  return runs.length + accepted + routing + waiting + running > 0;
}
