import type { KubeConfig } from '@kubernetes/client-node';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { bundleDriver } from '../../../test/support/hostile/bundle-driver';
import { originBundle } from '../../../test/support/hostile/origin-bundle';
import { RunnerPod } from '../../../test/support/hostile/runner-pod';
import { findImageBuilder } from '../../../test/support/images/image-builder';
import { TestNamespace } from '../../../test/support/kubernetes/test-namespace';
import { InvalidRunError } from '../../harness/invalid-run.error';

const DRIVER = 'bench/cluster/measure/sandbox-driver.ts';

/** Runs the driver in the agent's container of a run's Pod, as the executor makes it; returns what it printed. */
export async function inRunnerPod(config: KubeConfig, runner: string, plan: object): Promise<string> {
  const builder = findImageBuilder();
  if (builder.missing !== null) throw new InvalidRunError('no image can be built', builder.missing);
  const { base, build } = builder.open();
  const runnerImage = build(
    'hostile-runner',
    'test/support/hostile/image',
    '--build-arg',
    `RUNNER=${runner}`,
  );
  const namespace = await TestNamespace.create(config);
  const task = sampleTask('PAY-1');
  const repository = { id: 'pay', url: 'file:///trusted/origin.git', branch: 'main' };
  const pod = await RunnerPod.start(namespace, {
    runnerImage,
    sandboxImage: base,
    context: {
      'task.json': JSON.stringify(task),
      'route.json': JSON.stringify(sampleRoute(task, { repository, skills: [] })),
      'origin.bundle': originBundle({ 'README.md': 'bench\n' }),
      'driver.mjs': await bundleDriver(DRIVER),
      'plan.json': JSON.stringify(plan),
    },
  });
  try {
    return (await pod.end()).logs.agent;
  } finally {
    await pod.remove();
    await namespace.delete();
  }
}
