import { setTimeout as delay } from 'node:timers/promises';
import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import type { SeededRandom } from '../random';
import { killKubelet } from './kubelet';
import { kill, processesOfPod } from './pod-processes';

/** What is killed, by the label of its Pods; `of` narrows it down to the container that is meant. */
const VICTIMS = [
  { name: 'anton-ingester', namespace: 'anton', most: 2 },
  { name: 'anton-orchestrator', namespace: 'anton', most: 4 },
  { name: 'rabbitmq', namespace: 'anton', most: 2 },
  { name: 'postgres', namespace: 'anton', most: 2 },
  { name: 'anton-egress', namespace: 'anton', most: 2 },
  { name: 'anton-runner', namespace: 'agents', most: 4, of: /main\.js run / },
  { name: 'kubelet', namespace: '', most: 1 },
] as const;
type Victim = (typeof VICTIMS)[number];

/** Kills the parts of an installation on this machine with SIGKILL, at random, again and again. */
export class Chaos {
  /** What was killed, in order. */
  readonly killed: string[] = [];
  private readonly core: CoreV1Api;

  constructor(
    config: KubeConfig,
    private readonly random: SeededRandom,
  ) {
    this.core = config.makeApiClient(CoreV1Api);
  }

  /** Kills until `signal` is aborted or everything was killed as often as it may be: the kubelet waits longer each time. */
  async rage(signal: AbortSignal): Promise<void> {
    for (;;) {
      const left = VICTIMS.filter(({ name, most }) => this.times(name) < most);
      const [first, ...more] = left;
      if (first === undefined) return;
      await delay(this.random.between(3_000, 9_000), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const victim = this.random.pick([first, ...more]);
      // The API server may be out of reach for a moment: then nobody is killed.
      const isKilled = await this.strike(victim).catch(() => false);
      if (isKilled) this.killed.push(victim.name);
    }
  }

  private times(name: string): number {
    return this.killed.filter((one) => one === name).length;
  }

  private async strike(victim: Victim): Promise<boolean> {
    if (victim.name === 'kubelet') return killKubelet();
    const labelSelector = `app.kubernetes.io/name=${victim.name}`;
    const { items } = await this.core.listNamespacedPod({ namespace: victim.namespace, labelSelector });
    const [first, ...more] = items.filter(({ status }) => status?.phase === 'Running');
    if (first === undefined) return false;
    const pod = this.random.pick([first, ...more]);
    const processes = processesOfPod(pod.metadata?.uid ?? '');
    const meant = 'of' in victim ? processes.filter(({ command }) => victim.of.test(command)) : processes;
    kill(meant);
    return meant.length > 0;
  }
}
