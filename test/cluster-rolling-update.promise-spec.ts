import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCluster } from './support/kubernetes/cluster';
import { DemoInstallation } from './support/kubernetes/demo-installation';
import { ledgerTasks } from './support/kubernetes/demo-ledger';
import { Kubectl, missingKubectl } from './support/kubernetes/kubectl';

const OVERLAY = process.env['ANTON_TEST_DEMO_OVERLAY'] ?? '';
const NO_OVERLAY = 'skipped: no images; see ANTON_TEST_DEMO_OVERLAY in test/cluster-demo.promise-spec.ts';
const { missing, open } = findCluster();
const reason = missingKubectl() ?? missing ?? (OVERLAY === '' ? NO_OVERLAY : null);
const WEBHOOKS = 500;
const SENDERS = 6;
/** Of each sender: webhooks go on for as long as the update. Milliseconds. */
const EVERY_MS = 400;
/** As often as a sender tries again. */
const TRIES = 5;
const DEPLOYMENTS = ['deployment/anton-ingester', 'deployment/anton-orchestrator'];

describe.skipIf(reason !== null)(`a rolling update${reason === null ? '' : ` (${reason})`}`, () => {
  let demo: DemoInstallation;
  let kubectl: Kubectl;
  beforeAll(async () => {
    const { config, kubeconfig } = open();
    kubectl = new Kubectl(kubeconfig);
    demo = new DemoInstallation(config, kubectl, OVERLAY);
    await demo.install();
    // All of them come to the ledger, instead of waiting in the queue for their turn.
    const settings = ['ANTON_MAX_WAITING=5000', 'ANTON_MAX_RUNS=1'];
    await kubectl.run(['set', 'env', '-n', 'anton', 'deployment/anton-orchestrator', ...settings]);
    await kubectl.run([
      'rollout',
      'status',
      '-n',
      'anton',
      'deployment/anton-orchestrator',
      '--timeout=110s',
    ]);
  }, 300_000);
  afterAll(async () => demo.remove());

  it(
    `of ingester and orchestrator loses none of ${WEBHOOKS} webhooks, and fails none for good`,
    { timeout: 600_000 },
    async () => {
      const accepted: string[] = [];
      let again = 0;
      const send = async (number: number): Promise<void> => {
        for (let left = TRIES; ; left -= 1) {
          try {
            accepted.push(await demo.send(20_000 + number));
            return;
          } catch (error) {
            if (left === 1) throw error;
            again += 1;
            await delay(500);
          }
        }
      };
      let isUpdated = false;
      let number = 0;
      const sender = async (): Promise<void> => {
        while (number < WEBHOOKS || !isUpdated) {
          number += 1;
          await send(number);
          await delay(EVERY_MS);
        }
      };
      const sending = Promise.all(Array.from({ length: SENDERS }, sender));
      const update = async (): Promise<void> => {
        await kubectl.run(['rollout', 'restart', '-n', 'anton', ...DEPLOYMENTS]);
        for (const one of DEPLOYMENTS)
          await kubectl.run(['rollout', 'status', '-n', 'anton', one, '--timeout=110s']);
        isUpdated = true;
      };
      await Promise.all([sending, update()]);
      process.stdout.write(`${accepted.length} webhooks, ${again} sent again\n`);
      expect(accepted.length).toBeGreaterThanOrEqual(WEBHOOKS);
      expect(new Set(accepted).size).toBe(accepted.length);
      const missingOnes = async (): Promise<number> => {
        const known = new Set((await ledgerTasks(kubectl)).map(({ task_id }) => task_id));
        return accepted.filter((taskId) => !known.has(taskId)).length;
      };
      await expect.poll(missingOnes, { timeout: 300_000, interval: 3_000 }).toBe(0);
    },
  );
});
