import { KubeConfig, VersionApi } from '@kubernetes/client-node';
import { Kubectl } from '../../test/support/kubernetes/kubectl';
import { DemoInstallation } from '../../test/support/kubernetes/demo-installation';
import type { Benchmark, BenchmarkRequest, Findings } from '../harness/benchmark';
import { InvalidRunError } from '../harness/invalid-run.error';
import { packageVersion } from '../harness/versions';
import { lineRows } from './measure/line';
import { sandboxRows } from './measure/sandbox';

const IMAGE = 'localhost/anton/runner:test';

function clusterOf(file: string | undefined): KubeConfig {
  if (file === undefined || file === '')
    throw new InvalidRunError(
      'there is no cluster',
      'Set KUBECONFIG to one that has the images of the demo.',
    );
  const config = new KubeConfig();
  config.loadFromFile(file);
  return config;
}

async function run({ isQuick, options, say }: BenchmarkRequest): Promise<Findings> {
  const { KUBECONFIG: file } = process.env;
  const config = clusterOf(file);
  const overlay = String(options['overlay'] ?? 'test/cluster/overlays/demo');
  const image = String(options['image'] ?? IMAGE);
  const demo = new DemoInstallation(config, new Kubectl(file), overlay);
  try {
    say('installs the demo …');
    await demo.install();
    const line = await lineRows({ config, demo, image, rounds: isQuick ? 1 : 5, say });
    say('sandbox …');
    const sandbox = await sandboxRows({ config, image, calls: isQuick ? 20 : 200 });
    const { gitVersion } = await config.makeApiClient(VersionApi).getCode();
    return {
      rows: [...line, ...sandbox],
      versions: {
        kubernetes: gitVersion,
        '@kubernetes/client-node': packageVersion('@kubernetes/client-node'),
      },
      notes: [
        'the demo overlay: models that answer at once, a code host in the cluster, one task at a time',
        'a Pod comes to its agent in four steps, and the kubelet looks once a second whether one is done',
        'times are seen through the API server, which is asked every 50 ms; memory is RSS, read on the node',
      ],
    };
  } finally {
    await demo.remove();
  }
}

/** What a cluster adds: from the webhook to a Pod, the sandbox beside a bare process, the memory of each container. */
export const cluster: Benchmark = {
  name: 'cluster',
  summary:
    'a real cluster: webhook to Pod and to the first model call, a bare Job beside it, the sandbox, memory',
  options: {
    overlay: { type: 'string', description: 'the overlay to apply; default test/cluster/overlays/demo' },
    image: { type: 'string', description: `the image of the runner; default ${IMAGE}` },
  },
  run,
};
