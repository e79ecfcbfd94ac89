import type { ScriptedKubernetes } from '@anton/simulation';
import { sampleTask } from '@anton/testing/samples';
import { setTimeout as delay } from 'node:timers/promises';
import { SeededRandom } from '../../../test/support/random';
import { InvalidRunError } from '../../harness/invalid-run.error';
import { row, type Row } from '../../harness/row';
import { finishedPod } from '../api/finished-pod';
import type { ScriptedApi } from '../api/scripted-api';
import type { Line } from '../world/line';
import { preciseNow } from '../world/precise-now';
import { placeUse, type PlaceChange } from './places';

/** How long a run takes, in milliseconds: a real one takes minutes, so places become free far more often here. */
const SHORTEST_MS = 50;
const LONGEST_MS = 500;
const MAX_IDLE_MS = 1_000;
/** Of the whole queue. */
const PATIENCE_MS = 300_000;

/** Ends every run a random short time after its Job may work; tells each place that is taken and left. */
function playRuns({ store }: ScriptedKubernetes, random: SeededRandom): PlaceChange[] {
  const changes: PlaceChange[] = [];
  const going = new Set<string>();
  store.onChange(({ kind, type, object }) => {
    if (kind !== 'jobs') return;
    const { name } = object.metadata;
    if (type === 'ADDED') changes.push({ at: preciseNow(), kind: 'taken' });
    const { suspend } = object['spec'] as { readonly suspend?: boolean };
    if (suspend !== false || going.has(name)) return;
    going.add(name);
    const end = (): void => {
      changes.push({ at: preciseNow(), kind: 'left' });
      store.create('pods', finishedPod(object));
    };
    setTimeout(end, random.between(SHORTEST_MS, LONGEST_MS)).unref();
  });
  return changes;
}

async function untilDone({ ledger, orchestrator }: Line, count: number): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while ((await ledger.countTasks()).settled < count) {
    if (Date.now() > deadline) throw new InvalidRunError('the queue does not end', orchestrator.lastLines());
    await delay(100);
  }
}

/** `tasks` queued tasks and `runs` runs at once, counted at the API server. @throws InvalidRunError */
export async function limitRows(
  line: Line,
  api: ScriptedApi,
  { tasks, runs }: { readonly tasks: number; readonly runs: number },
): Promise<Row[]> {
  const changes = playRuns(api.server, new SeededRandom(1));
  const queued = Array.from({ length: tasks }, (_, number) => sampleTask(`LIMIT-${number}`, { trace: null }));
  await Promise.all(queued.map(async (task) => line.publish(task)));
  await line.start();
  const started = performance.now();
  await untilDone(line, tasks);
  const seconds = (performance.now() - started) / 1_000;
  const taken = changes.filter(({ kind }) => kind === 'taken').length;
  if (taken !== tasks)
    throw new InvalidRunError(`${tasks} tasks became ${taken} Jobs`, 'Each should become one.');
  const { most, longestIdleMs } = placeUse(changes, runs);
  const where = `${tasks} queued, limit ${runs}`;
  return [
    row(`${where}: most active at once`, most, 'runs', { goal: { of: 'value', atMost: runs } }),
    row(`${where}: longest time a place was free while tasks waited`, longestIdleMs / 1_000, 's', {
      goal: { of: 'value', atMost: MAX_IDLE_MS / 1_000 },
    }),
    row(`${where}: all of it`, seconds, 's'),
  ];
}
