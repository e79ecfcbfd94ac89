import { sampleTask } from '@anton/testing/samples';
import { untilSettled } from './until-settled';
import type { ApiUnderTest } from '../api/api-under-test';
import type { Line } from '../world/line';
import type { ModelClock } from '../world/model-clock';
import { preciseNow } from '../world/precise-now';

/** One task's way. Milliseconds. */
export interface Passage {
  /** From the call that publishes its message until its Job was made at the server. */
  readonly total: number;
  /** Of these, what the model server took. */
  readonly model: number;
}

/** Publishes `count` tasks, `inFlight` at a time, each until its Job is there; then all runs end and are settled. */
export async function antonRound(
  line: Line,
  api: ApiUnderTest,
  clock: ModelClock,
  {
    project,
    count,
    inFlight,
  }: { readonly project: string; readonly count: number; readonly inFlight: number },
): Promise<Passage[]> {
  const tasks = Array.from({ length: count }, (_, number) =>
    sampleTask(`${project}-${number}`, { trace: null }),
  );
  const left = [...tasks];
  const passages: Passage[] = [];
  const work = async (): Promise<void> => {
    for (let task = left.shift(); task !== undefined; task = left.shift()) {
      const publishedAt = preciseNow();
      await line.publish(task);
      const createdAt = await api.created(`anton-runner-${task.taskId}`);
      passages.push({ total: createdAt - publishedAt, model: clock.of(task.externalId) });
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  await untilSettled(line, api, tasks);
  return passages;
}
