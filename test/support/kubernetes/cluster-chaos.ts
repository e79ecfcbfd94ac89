import { setTimeout as delay } from 'node:timers/promises';
import { BatchV1Api, CoreV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import { Chaos } from './chaos';
import { findCluster } from './cluster';
import { DemoInstallation } from './demo-installation';
import { ledgerTasks, type LedgerTask } from './demo-ledger';
import { Kubectl, missingKubectl } from './kubectl';
import { kubeletProcess } from './kubelet';

const OVERLAY = process.env['ANTON_TEST_DEMO_OVERLAY'] ?? '';

/** Why the parts of a cluster cannot be killed here; null when they can. */
function reasonNot(missing: string | null): string | null {
  if (missing !== null) return missing;
  if (OVERLAY === '')
    return 'skipped: no images; see ANTON_TEST_DEMO_OVERLAY in test/cluster-demo.promise-spec.ts';
  return kubeletProcess() === null ? 'skipped: the node of the cluster is another machine' : null;
}

/** After the last webhook. Milliseconds. */
const LONGEST_RAGE_MS = 120_000;

/** A killed run is tried again once, so that only one that is killed twice has no pull request. */
const MOST = 0.9;

/** How much of it. */
export interface ClusterChaosOptions {
  readonly tasks: number;
  readonly withinMs: number;
  /** The pause between two webhooks. Milliseconds. */
  readonly everyMs: number;
}

export const CLUSTER_CHAOS: Pick<ClusterChaosOptions, 'everyMs'> = { everyMs: 1_500 };

/** How many tasks ended in which way. */
function counts(tasks: readonly LedgerTask[]): string {
  const found = new Map<string, number>();
  for (const { outcome } of tasks) found.set(outcome ?? 'none', (found.get(outcome ?? 'none') ?? 0) + 1);
  return [...found].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
}

/** Everything but the models and the code host is killed while tasks come in and run. */
export function clusterChaos({ tasks, withinMs, everyMs }: ClusterChaosOptions): void {
  const { missing, open } = findCluster();
  const reason = reasonNot(missingKubectl() ?? missing);

  describe.skipIf(reason !== null)(`chaos on a real cluster${reason === null ? '' : ` (${reason})`}`, () => {
    let demo: DemoInstallation;
    let kubectl: Kubectl;
    let random = seededRandom();
    beforeAll(async () => {
      const { config, kubeconfig } = open();
      kubectl = new Kubectl(kubeconfig);
      demo = new DemoInstallation(config, kubectl, OVERLAY);
      random = seededRandom();
      await demo.install();
    }, 300_000);
    afterAll(async () => demo.remove());

    /** As a sender would: again until it is taken. */
    const send = async (number: number): Promise<string> => {
      for (const end = Date.now() + 180_000; ; await delay(2_000)) {
        try {
          return await demo.send(number);
        } catch (error) {
          if (Date.now() > end) throw error;
        }
      }
    };

    const settled = async (accepted: readonly string[]): Promise<LedgerTask[]> => {
      for (const end = Date.now() + withinMs; Date.now() < end; await delay(3_000)) {
        const all = await ledgerTasks(kubectl).catch(() => []);
        const ours = all.filter(({ task_id, state }) => accepted.includes(task_id) && state === 'settled');
        if (ours.length === accepted.length) return ours;
      }
      throw new Error(`not every task has ended:\n${await demo.story()}`);
    };

    it(`ends each of ${tasks} tasks once, whatever is killed`, { timeout: withinMs + 300_000 }, async () => {
      const { config } = open();
      const chaos = new Chaos(config, random);
      const stop = new AbortController();
      const raging = chaos.rage(stop.signal);
      const accepted: string[] = [];
      for (let number = 0; number < tasks; number += 1) {
        accepted.push(await send(5_000 + number));
        await delay(everyMs);
      }
      // What is to be killed may not be there any more.
      await Promise.race([raging, delay(LONGEST_RAGE_MS)]);
      stop.abort();
      await raging;
      const ended = await settled(accepted);
      process.stdout.write(`seed ${random.seed}, killed ${chaos.killed.join(' ')}: ${counts(ended)}\n`);
      expect(new Set(accepted).size).toBe(tasks);
      expect(ended.filter(({ outcome }) => outcome === null)).toEqual([]);
      const pulls = (await demo.pullRequests()).map(({ head }) => head);
      expect(pulls).toHaveLength(new Set(pulls).size);
      const known = (await ledgerTasks(kubectl)).map(({ task_id }) => `fix/${task_id}`);
      expect(pulls.filter((head) => !known.includes(head))).toEqual([]);
      const opened = ended
        .filter(({ outcome }) => outcome === 'pr_opened')
        .map(({ task_id }) => `fix/${task_id}`);
      expect(opened.filter((head) => !pulls.includes(head))).toEqual([]);
      expect(opened.length).toBeGreaterThanOrEqual(MOST * tasks);
      await expect.poll(() => orphans(), { timeout: 120_000, interval: 3_000 }).toEqual([]);
    });

    /** Jobs that stand still or run for nobody, and contexts without a Job. */
    const orphans = async (): Promise<string[]> => {
      const { config } = open();
      const namespace = 'agents';
      const jobs = (await config.makeApiClient(BatchV1Api).listNamespacedJob({ namespace })).items;
      const names = new Set(jobs.map(({ metadata }) => metadata?.name));
      const still = jobs.filter(({ spec, status }) => spec?.suspend === true || (status?.active ?? 0) > 0);
      const contexts = (await config.makeApiClient(CoreV1Api).listNamespacedConfigMap({ namespace })).items;
      const alone = contexts.filter(
        ({ metadata }) =>
          metadata?.name?.startsWith('agent-ctx-') === true &&
          !names.has(metadata.ownerReferences?.[0]?.name),
      );
      return [...still, ...alone].map(({ metadata }) => metadata?.name ?? '');
    };
  });
}
