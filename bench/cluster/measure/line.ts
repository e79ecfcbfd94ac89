import { setTimeout as delay } from 'node:timers/promises';
import { BatchV1Api, CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import type { DemoInstallation } from '../../../test/support/kubernetes/demo-installation';
import { InvalidRunError } from '../../harness/invalid-run.error';
import { row, type Row } from '../../harness/row';
import { median, medianRatio } from '../../harness/statistics';
import { bareJob } from './bare-job';
import { POD_STEPS, stepsOf, type PodStep } from './pod-steps';
import { containerMemory, type ContainerMemory } from './container-memory';

const LOOK_MS = 50;
const PATIENCE_MS = 180_000;
const MIB = 2 ** 20;

/** A line to measure. */
export interface LineUnderTest {
  readonly config: KubeConfig;
  readonly demo: DemoInstallation;
  /** Of the runner, for the bare Job. */
  readonly image: string;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/** Of one task, in milliseconds after its webhook was sent. */
interface TaskTimes {
  readonly job: number;
  readonly steps: ReadonlyMap<PodStep, number>;
  readonly modelCall: number;
  readonly ended: number;
  readonly memory: readonly ContainerMemory[];
}

/** When the agent first had an answer of the model, by its own progress lines; both clocks are this machine's. */
function firstModelCall(log: string): number | null {
  for (const line of log.split('\n')) {
    if (!line.includes('model call 1')) continue;
    const { at } = JSON.parse(line) as { at?: string };
    if (at !== undefined) return Date.parse(at);
  }
  return null;
}

async function timesOf({ config, demo }: LineUnderTest, number: number): Promise<TaskTimes> {
  const [core, batch] = [config.makeApiClient(CoreV1Api), config.makeApiClient(BatchV1Api)];
  const sent = Date.now();
  const taskId = await demo.send(number);
  const where = { namespace: 'agents', labelSelector: `anton.dev/task-id=${taskId}` };
  const steps = new Map<PodStep, number>();
  let job = NaN;
  let memory: readonly ContainerMemory[] = [];
  for (const end = sent + PATIENCE_MS; Date.now() < end; await delay(LOOK_MS)) {
    const jobs = (await batch.listNamespacedJob(where)).items;
    if (jobs.length > 0 && Number.isNaN(job)) job = Date.now() - sent;
    const [pod] = (await core.listNamespacedPod(where)).items;
    if (pod === undefined) continue;
    const reached = stepsOf(pod);
    for (const step of POD_STEPS) if (reached[step] && !steps.has(step)) steps.set(step, Date.now() - sent);
    memory = containerMemory(pod.metadata?.uid ?? '', memory);
    if ((jobs[0]?.status?.succeeded ?? 0) === 0) continue;
    const name = pod.metadata?.name ?? '';
    const log = await core.readNamespacedPodLog({ namespace: 'agents', name, container: 'agent' });
    const modelCall = (firstModelCall(log) ?? NaN) - sent;
    return { job, steps, modelCall, ended: Date.now() - sent, memory };
  }
  throw new InvalidRunError(`${taskId} did not end`, 'Look at its Job: kubectl -n agents describe job.');
}

/** From the webhook to the Pod, to the first model call and to the end, beside a bare Job of the same image. */
export async function lineRows(line: LineUnderTest): Promise<Row[]> {
  const tasks: TaskTimes[] = [];
  const bare: number[] = [];
  for (let round = 0; round < line.rounds; round += 1) {
    line.say(`task ${round + 1} of ${line.rounds} …`);
    tasks.push(await timesOf(line, 100 + round));
    bare.push(await bareJob(line.config, line.image));
  }
  const all = (pick: (times: TaskTimes) => number): number[] => tasks.map(pick);
  const at = (step: PodStep) => (times: TaskTimes) => times.steps.get(step) ?? NaN;
  const fromJob = all((times) => at('agent runs')(times) - times.job);
  const ratio = { value: medianRatio(fromJob, bare), against: 'bare Job' };
  const memory = tasks.at(-1)?.memory ?? [];
  return [
    row('webhook to Job', median(all(({ job }) => job)), 'ms'),
    row('webhook to Pod running', median(all(at('agent runs'))), 'ms'),
    row('webhook to first model call', median(all(({ modelCall }) => modelCall)), 'ms'),
    row('webhook to end of Job', median(all(({ ended }) => ended)), 'ms'),
    row('bare Job to running', median(bare), 'ms'),
    row('Job to running', median(fromJob), 'ms', { ratio }),
    ...POD_STEPS.slice(0, -1).map((step) =>
      row(`Job to ${step}`, median(all((times) => at(step)(times) - times.job)), 'ms'),
    ),
    ...memory.map(({ container, bytes }) => row(`memory, ${container}`, bytes / MIB, 'MiB')),
  ];
}
