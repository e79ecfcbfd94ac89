import { execFileSync } from 'node:child_process';
import { KubeConfig } from '@kubernetes/client-node';

const NO_CLUSTER =
  'skipped: no cluster; set KUBECONFIG, or ANTON_CLUSTER_UP to a command that prints exports';
const NO_IMAGE =
  'skipped: no image; build libs/testing/src/scripted-runner where the cluster finds it, and name it by ANTON_TEST_RUNNER_IMAGE';
const EXPORT = /^export KUBECONFIG=(?:"([^"]+)"|'([^']+)'|(\S+))$/m;

/** A cluster for the tests, and the image of the scripted runner on it. */
export interface TestCluster {
  readonly config: KubeConfig;
  /** The file that it was read from. */
  readonly kubeconfig: string;
  readonly image: string;
}

/** `missing` says why there is no cluster, to whoever reads the output of the tests. */
export interface ClusterFinding {
  readonly missing: string | null;
  /** @throws Error when there is none. */
  open(): TestCluster;
}

function kubeconfig(): string | undefined {
  const { KUBECONFIG, ANTON_CLUSTER_UP } = process.env;
  if (KUBECONFIG !== undefined && KUBECONFIG !== '') return KUBECONFIG;
  if (ANTON_CLUSTER_UP === undefined || ANTON_CLUSTER_UP === '') return undefined;
  const printed = execFileSync('sh', ['-c', ANTON_CLUSTER_UP], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [, ...values] = EXPORT.exec(printed) ?? [];
  const file = values.find((value) => value !== undefined);
  if (file === undefined) throw new Error(`ANTON_CLUSTER_UP printed no "export KUBECONFIG=…": ${printed}`);
  return file;
}

/** Finds the cluster that the environment names. */
export function findCluster(): ClusterFinding {
  const file = kubeconfig();
  const image = process.env['ANTON_TEST_RUNNER_IMAGE'] ?? '';
  const unnamed = image === '' ? NO_IMAGE : null;
  const missing = file === undefined ? NO_CLUSTER : unnamed;
  if (missing !== null) process.stdout.write(`${missing}\n`);
  const open = (): TestCluster => {
    if (file === undefined || missing !== null) throw new Error(missing ?? NO_CLUSTER);
    const config = new KubeConfig();
    config.loadFromFile(file);
    return { config, kubeconfig: file, image };
  };
  return { missing, open };
}
