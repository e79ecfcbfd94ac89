import { parseAgentTask, parseTaskSignal } from '@anton/contracts';
import type { Ledger } from '@anton/ledger';

/** Accepts a task and then the signal that ends it, for ever; prints the taskId when the signal is in the ledger. */
export async function main(ledger: Ledger, samples: { task: object; signal: object }): Promise<void> {
  for (let number = 0; ; number += 1) {
    const digest = String(number).padStart(10, '0');
    const [taskId, correlationKey] = [`jira-killed-${digest}`, `killed|${number}`];
    await ledger.accept(
      parseAgentTask({ ...samples.task, taskId, logicalKey: correlationKey, correlationKey }),
    );
    const signalId = `jira-over-${digest}`;
    await ledger.recordSignal(parseTaskSignal({ ...samples.signal, signalId, correlationKey }));
    process.stdout.write(`${taskId}\n`);
  }
}
