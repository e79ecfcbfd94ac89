import { parseAgentTask, parseTaskSignal } from '@anton/contracts';
import type { Ledger } from '@anton/ledger';

const OBJECTS = 10;
/** Many, so that a process that is killed is killed in the middle of one. */
const TASKS_OF_AN_OBJECT = 40;

const objectOf = (number: number) => `killed|${number}`;

async function acceptTasks(ledger: Ledger, sample: object): Promise<void> {
  for (let number = 0; number < OBJECTS * TASKS_OF_AN_OBJECT; number += 1) {
    const taskId = `jira-killed-${String(number).padStart(10, '0')}`;
    const correlationKey = objectOf(number % OBJECTS);
    const task = parseAgentTask({ ...sample, taskId, logicalKey: taskId, correlationKey });
    await ledger.accept(task);
  }
}

/** Accepts tasks of many objects, then ends one object after the other; prints each when its signal is in the ledger. */
export async function main(ledger: Ledger, samples: { task: object; signal: object }): Promise<void> {
  await acceptTasks(ledger, samples.task);
  for (let number = 0; number < OBJECTS; number += 1) {
    const [signalId, correlationKey] = [`jira-over-${String(number).padStart(10, '0')}`, objectOf(number)];
    await ledger.recordSignal(parseTaskSignal({ ...samples.signal, signalId, correlationKey }));
    process.stdout.write(`${correlationKey}\n`);
  }
}
