import PQueue from 'p-queue';
import type { Router } from '@anton/router';
import type { Decision } from '../recording/decision';
import type { LabelledSet } from '../set/read-set';
import { counted } from './counted-model';

/** As many as the orchestrator routes at once. */
const AT_ONCE = 4;

/** Routes every task of the set; `decided` hears of each as soon as it is there. @throws what the router throws */
export async function decide(
  router: Router,
  { tasks }: LabelledSet,
  decided: (decision: Decision) => void = () => undefined,
): Promise<Decision[]> {
  const queue = new PQueue({ concurrency: AT_ONCE });
  const decide = async (id: string, task: (typeof tasks)[number]['task']): Promise<Decision> => {
    const began = performance.now();
    const { result, calls } = await counted(() => router.route(task, 1));
    const decision = { id, ...result, calls, ms: Math.round(performance.now() - began) };
    decided(decision);
    return decision;
  };
  return Promise.all(tasks.map(async ({ id, task }) => queue.add(() => decide(id, task))));
}
