import { parseAgentTask } from '@anton/contracts';
import type { Ledger } from '@anton/ledger';

/** Takes tasks to a running run as fast as it can, for ever; prints each taskId when its run is in the ledger. */
export async function main(ledger: Ledger, { task }: { task: object }): Promise<void> {
  for (let number = 0; ; number += 1) {
    const digest = String(number).padStart(10, '0');
    const next = parseAgentTask({ ...task, taskId: `jira-killed-${digest}`, logicalKey: `killed|${number}` });
    await ledger.accept(next);
    await ledger.moveTask(next.taskId, { from: 'accepted', to: 'routing' });
    await ledger.moveTask(next.taskId, { from: 'routing', to: 'waiting', reason: 'routed' });
    const deadlineAt = new Date(Date.now() + 60_000);
    await ledger.beginRun({ taskId: next.taskId, attempt: 1, executor: 'process', deadlineAt });
    process.stdout.write(`${next.taskId}\n`);
  }
}
