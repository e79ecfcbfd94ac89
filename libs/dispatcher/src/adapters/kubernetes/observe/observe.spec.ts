import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kubernetesRun, openKubernetesWorld, type KubernetesWorld } from '../../../../test/kubernetes-world';
import { sampleReport } from '../../../../test/sample-report';

const run = kubernetesRun();
const JOB = 'anton-runner-jira-pay-1-k3v9q2m7xa';
const REPORT = JSON.stringify(sampleReport(run.taskId));

type Tree = Record<string, unknown>;
const ended = (end: Tree, name = 'agent') => ({ name, state: { terminated: { exitCode: 1, ...end } } });
const waits = (reason: string, name = 'agent') => ({ name, state: { waiting: { reason, message: 'm' } } });
const disrupted = (reason: string) => [{ type: 'DisruptionTarget', status: 'True', reason, message: 'm' }];

/** What the Pod says, and what the run is then. */
const PODS: readonly [name: string, status: Tree, expected: object][] = [
  ['works', { containerStatuses: [{ name: 'agent', state: { running: {} } }] }, { kind: 'running' }],
  ['reported', { containerStatuses: [ended({ message: REPORT })] }, { kind: 'finished' }],
  [
    'reported before it was evicted',
    { conditions: disrupted('TerminationByKubelet'), containerStatuses: [ended({ message: REPORT })] },
    { kind: 'finished' },
  ],
  [
    'gave half a report',
    { containerStatuses: [ended({ message: '{"schema"' })] },
    { kind: 'failed', status: 'infra', category: 'bad_report' },
  ],
  [
    'gave the report of another task',
    { containerStatuses: [ended({ message: JSON.stringify(sampleReport('jira-pay-2-k3v9q2m7xa')) })] },
    { kind: 'failed', category: 'bad_report' },
  ],
  ['ended without a word', { containerStatuses: [ended({})] }, { kind: 'vanished', category: 'no_report' }],
  [
    'was killed',
    { containerStatuses: [ended({ exitCode: 137, reason: 'Error' })] },
    {
      kind: 'vanished',
      category: 'killed',
      cause: expect.stringContaining('container agent'),
    },
  ],
  [
    'was killed in the middle of its report',
    { containerStatuses: [ended({ exitCode: 137, message: '{"schema"' })] },
    { category: 'killed' },
  ],
  [
    'was killed while it was prepared',
    {
      initContainerStatuses: [ended({ exitCode: 137 }, 'prepare')],
      containerStatuses: [waits('PodInitializing')],
    },
    { category: 'killed', cause: expect.stringContaining('container prepare') },
  ],
  [
    'ran out of memory',
    { containerStatuses: [ended({ exitCode: 137, reason: 'OOMKilled' })] },
    { kind: 'failed', status: 'infra', category: 'out_of_memory' },
  ],
  [
    'gave up after its sandbox ran out of memory',
    {
      initContainerStatuses: [{ name: 'sandbox', lastState: { terminated: { reason: 'OOMKilled' } } }],
      containerStatuses: [ended({})],
    },
    { category: 'out_of_memory' },
  ],
  [
    'works on after its sandbox ran out of memory',
    {
      initContainerStatuses: [{ name: 'sandbox', lastState: { terminated: { reason: 'OOMKilled' } } }],
      containerStatuses: [{ name: 'agent', state: { running: {} } }],
    },
    { kind: 'running' },
  ],
  ['was evicted', { conditions: disrupted('EvictionByEvictionAPI') }, { category: 'evicted' }],
  ['was preempted', { conditions: disrupted('PreemptionByScheduler') }, { category: 'evicted' }],
  [
    'was evicted from a full node',
    { reason: 'Evicted', message: 'The node was low on resource: ephemeral-storage.' },
    { category: 'evicted' },
  ],
  [
    'filled its own disk',
    { reason: 'Evicted', message: 'Usage of EmptyDir volume "work" exceeds the limit "1Gi".' },
    { category: 'out_of_disk' },
  ],
  ['lost its node', { conditions: disrupted('DeletionByTaintManager') }, { category: 'node_lost' }],
  ['was on a node that shut down', { reason: 'NodeShutdown', message: 'm' }, { category: 'node_lost' }],
  ['has no image', { containerStatuses: [waits('ImagePullBackOff')] }, { category: 'image' }],
  ['names a bad image', { containerStatuses: [waits('InvalidImageName')] }, { category: 'image' }],
  [
    'lacks a Secret',
    { initContainerStatuses: [waits('CreateContainerConfigError', 'prepare')] },
    { category: 'configuration' },
  ],
  [
    'could not be prepared',
    {
      initContainerStatuses: [ended({ exitCode: 128 }, 'prepare')],
      containerStatuses: [waits('PodInitializing')],
    },
    { category: 'prepare_failed', cause: expect.stringContaining('exit status 128') },
  ],
  [
    'has no place',
    { conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes' }] },
    { kind: 'running', waiting: { category: 'unschedulable', cause: '0/3 nodes' } },
  ],
];

describe('what is seen of a run', () => {
  let world: KubernetesWorld;
  beforeEach(async () => {
    world = await openKubernetesWorld({ startGraceMs: 0 });
    await world.executor.start(run);
  });
  afterEach(async () => world.close());

  const pod = (status: Tree, more: Tree = {}): void => {
    const labels = { 'batch.kubernetes.io/job-name': JOB };
    const metadata = { name: `${JOB}-x`, labels, ...more };
    world.server.store.create('pods', { metadata, spec: {}, status });
  };
  const condition = (reason: string): void => {
    const conditions = [{ type: 'Failed', status: 'True', reason, message: 'm' }];
    world.server.store.patch('jobs', JOB, { status: { conditions } });
  };
  const seen = async () => world.executor.inspect(run);

  it.each(PODS)('when its Pod %s', async (_, status, expected) => {
    pod(status);
    expect(await seen()).toMatchObject(expected);
  });

  it('when its agent was killed because its Pod is being deleted', async () => {
    pod({ containerStatuses: [ended({ exitCode: 137 })] }, { deletionTimestamp: '2026-11-29T12:00:00Z' });
    expect(await seen()).toMatchObject({ category: 'pod_deleted' });
  });

  it.each([
    ['DeadlineExceeded', { kind: 'failed', status: 'timeout', category: 'deadline' }],
    ['PodFailurePolicy', { kind: 'failed', status: 'infra', category: 'evicted' }],
    ['BackoffLimitExceeded', { kind: 'failed', status: 'infra', category: 'pod_deleted' }],
  ])('when its Job failed by %s and there is no Pod', async (reason, expected) => {
    condition(reason);
    expect(await seen()).toMatchObject(expected);
  });

  it('gives an image and a configuration the time to come', async () => {
    const patient = await openKubernetesWorld({ startGraceMs: 60_000 });
    await patient.executor.start(run);
    const labels = { 'batch.kubernetes.io/job-name': JOB };
    const status = { containerStatuses: [waits('ImagePullBackOff')] };
    patient.server.store.create('pods', { metadata: { name: 'x', labels }, status });
    expect(await patient.executor.inspect(run)).toMatchObject({ kind: 'running' });
    await patient.close();
  });

  it('vanished, when its Job is gone', async () => {
    world.server.store.delete('jobs', JOB);
    expect(await seen()).toMatchObject({ kind: 'vanished', category: 'pod_deleted' });
  });

  it('shortens the life of a Job that is over, once, and keeps it until then', async () => {
    pod({ phase: 'Succeeded', containerStatuses: [ended({ message: REPORT })] });
    await world.executor.stop(run, 'settled');
    await world.executor.stop(run, 'settled');
    expect(world.server.store.find('jobs', JOB)).toMatchObject({ spec: { ttlSecondsAfterFinished: 600 } });
    expect(world.server.requests.filter(({ verb }) => verb === 'patch')).toHaveLength(2);
    expect(await seen()).toMatchObject({ kind: 'finished' });
  });

  it('stops a Job that works by a deadline that is past, and remembers why', async () => {
    const stopping = world.executor.stop(run, 'somebody cancelled it');
    await vi.waitFor(() => {
      const annotations = { 'anton.dev/stop-reason': 'somebody cancelled it' };
      expect(world.server.store.find('jobs', JOB)).toMatchObject({ metadata: { annotations } });
    });
    condition('DeadlineExceeded');
    await stopping;
    expect(world.server.store.find('jobs', JOB)).toMatchObject({
      spec: { activeDeadlineSeconds: 1, ttlSecondsAfterFinished: 600 },
    });
    expect(await seen()).toMatchObject({
      kind: 'failed',
      category: 'stopped',
      cause: 'stopped: somebody cancelled it',
    });
  });

  it('deletes a Job that never began', async () => {
    world.server.store.patch('jobs', JOB, { spec: { suspend: true } });
    await world.executor.stop(run, 'not wanted any more');
    expect(world.server.store.find('jobs', JOB)).toBeUndefined();
    await world.executor.stop(run, 'again');
  });
});
