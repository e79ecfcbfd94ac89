import { afterEach, beforeEach, describe } from 'vitest';
import { consumingContract } from './consuming.contract';
import { enduringContract } from './enduring.contract';
import { failingContract } from './failing.contract';
import { publishingContract } from './publishing.contract';
import { reviewingContract } from './reviewing.contract';
import {
  QUEUE_SETTINGS,
  TaskQueueWorld,
  type QueueSettings,
  type TaskQueueSubject,
} from './task-queue-world';

export type { QueueSettings, TaskQueueSubject };

/** The promises of every task queue; `makeSubject` makes an empty one with the given settings per test. */
export function taskQueueContract(
  name: string,
  makeSubject: (settings: QueueSettings) => Promise<TaskQueueSubject>,
): void {
  describe(`${name} as a task queue`, { timeout: 60_000 }, () => {
    const world = new TaskQueueWorld();

    beforeEach(async () => {
      world.begin(await makeSubject(QUEUE_SETTINGS));
    });
    afterEach(async () => {
      await world.end();
    });

    publishingContract(world);
    consumingContract(world);
    failingContract(world);
    reviewingContract(world);
    enduringContract(world);
  });
}
