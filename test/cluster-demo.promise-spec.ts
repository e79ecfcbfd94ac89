import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCluster } from './support/kubernetes/cluster';
import { DemoInstallation, TASK_ID, type OpenedPullRequest } from './support/kubernetes/demo-installation';
import { Kubectl, missingKubectl } from './support/kubernetes/kubectl';
import { RefusedRun } from './support/kubernetes/refused-run';

const OVERLAY = process.env['ANTON_TEST_DEMO_OVERLAY'] ?? '';
const NO_OVERLAY =
  'skipped: no images; build those of test/cluster/overlays/demo where the cluster finds them, and name the overlay by ANTON_TEST_DEMO_OVERLAY';
const { missing, open } = findCluster();
const reason = missingKubectl() ?? missing ?? (OVERLAY === '' ? NO_OVERLAY : null);
const LIMIT = 5;
const MANY = 20;
/** The orchestrator shortens the life of a Job to this once its report is in the ledger. */
const SETTLED_TTL_SECONDS = 600;

/** One command, one signed webhook, one pull request: nothing of it is simulated but what the models say. */
describe.skipIf(reason !== null)(`the demo on a real cluster${reason === null ? '' : ` (${reason})`}`, () => {
  let demo: DemoInstallation;
  beforeAll(async () => {
    const { config, kubeconfig } = open();
    demo = new DemoInstallation(config, new Kubectl(kubeconfig), OVERLAY);
    await demo.install();
  }, 300_000);
  afterAll(async () => demo.remove());

  /** Waits for one pull request of each task; `look` is called meanwhile. */
  const opened = async (
    tasks: readonly string[],
    withinMs: number,
    look = async () => {},
  ): Promise<OpenedPullRequest[]> => {
    for (const end = Date.now() + withinMs; Date.now() < end; await delay(1_000)) {
      await look();
      const all = await demo.pullRequests();
      const ours = tasks.flatMap((taskId) => all.filter(({ head }) => head === `fix/${taskId}`));
      if (ours.length >= tasks.length) return ours;
    }
    throw new Error(`not every task has its pull request:\n${await demo.story()}`);
  };

  it.each([1, 2])('makes a pull request of a webhook, time %i', { timeout: 240_000 }, async (number) => {
    const taskId = await demo.send(100 + number);
    const [pull] = await opened([taskId], 200_000);
    expect(pull).toMatchObject({ base: 'main', head: `fix/${taskId}`, draft: false });
    const ofTask = async () =>
      (await demo.jobs()).filter(({ metadata }) => metadata?.labels?.[TASK_ID] === taskId);
    await expect
      .poll(async () => (await ofTask())[0]?.spec?.ttlSecondsAfterFinished, { timeout: 30_000 })
      .toBe(SETTLED_TTL_SECONDS);
    // The Job ends a moment after its report was read: when the sandbox has ended as well.
    await expect
      .poll(async () => (await ofTask()).map(({ status }) => status?.succeeded), { timeout: 60_000 })
      .toEqual([1]);
    expect((await demo.leftOf(taskId)).split('\n')).toHaveLength(3);
    // Ten minutes are not waited for: that they begin is seen above, that nothing stays when they are over is seen here.
    await demo.expire(taskId);
    await expect.poll(() => demo.leftOf(taskId), { timeout: 60_000 }).toBe('');
  });

  it(
    `makes ${MANY} pull requests of ${MANY} webhooks at once, ${LIMIT} at a time`,
    { timeout: 900_000 },
    async () => {
      const tasks = await Promise.all(Array.from({ length: MANY }, (_, number) => demo.send(1_000 + number)));
      let most = 0;
      const pulls = await opened(tasks, 840_000, async () => {
        most = Math.max(most, await demo.working());
      });
      expect(pulls).toHaveLength(MANY);
      expect(new Set(pulls.map(({ head }) => head)).size).toBe(MANY);
      expect(pulls.filter(({ draft }) => draft)).toEqual([]);
      expect(most).toBeGreaterThan(1);
      expect(most).toBeLessThanOrEqual(LIMIT);
    },
  );

  it('tells a run all that it was refused, by whichever of the proxies', { timeout: 120_000 }, async () => {
    const { kubeconfig, image } = open();
    const run = await RefusedRun.start(new Kubectl(kubeconfig), image);
    try {
      const hosts = Array.from({ length: 12 }, (_, number) => `host-${number + 10}.example`);
      expect((await run.ask(hosts)).toSorted()).toEqual(hosts);
    } finally {
      await run.remove();
    }
  });
});
