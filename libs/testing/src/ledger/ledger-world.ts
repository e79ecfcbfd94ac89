import { expect } from 'vitest';
import type { AgentTask } from '@anton/contracts';
import type { Ledger, NewRun } from '@anton/ledger';
import type { AdapterOpener } from '../children/child';
import { sampleTask } from '../samples/sample-task';

export const HOUR_MS = 3_600_000;

/** A ledger and the world around it. */
export interface LedgerSubject {
  readonly ledger: Ledger;
  /** Another ledger over the same store, as another process has it. */
  again(): Promise<Ledger>;
  /** How a child process opens the same store. */
  readonly opener: AdapterOpener;
  /** Makes the store unusable for writing, until the function it gives is called. */
  breakDown(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** The subject of the test that runs now, and tasks at the station that a test begins with. */
export class LedgerWorld {
  subject: LedgerSubject;

  get ledger(): Ledger {
    return this.subject.ledger;
  }

  readonly accepted = async (externalId: string, fields: Partial<AgentTask> = {}): Promise<AgentTask> => {
    const task = sampleTask(externalId, fields);
    expect(await this.ledger.accept(task)).toBe('accepted');
    return task;
  };

  readonly waiting = async (externalId: string): Promise<AgentTask> => {
    const task = await this.accepted(externalId);
    await this.ledger.moveTask(task.taskId, { from: 'accepted', to: 'routing' });
    await this.ledger.moveTask(task.taskId, { from: 'routing', to: 'waiting', reason: 'routed' });
    return task;
  };

  readonly running = async (externalId: string): Promise<AgentTask> => {
    const task = await this.waiting(externalId);
    expect(await this.ledger.beginRun(this.runOf(task))).not.toBeNull();
    return task;
  };

  readonly runOf = ({ taskId }: AgentTask, attempt = 1): NewRun => ({
    taskId,
    attempt,
    executor: 'process',
    deadlineAt: new Date(Date.now() + HOUR_MS),
  });

  /** The events of a task, each as `who from to reason`. */
  readonly steps = async ({ taskId }: AgentTask): Promise<string[]> =>
    (await this.ledger.listEvents(taskId)).map(({ type, from, to, reason }) =>
      [type, from ?? '-', to, ...(reason === null ? [] : [reason])].join(' '),
    );

  readonly idsOf = async (filter: Parameters<Ledger['listTasks']>[0]): Promise<string[]> =>
    (await this.ledger.listTasks(filter)).map(({ task }) => task.externalId);
}
