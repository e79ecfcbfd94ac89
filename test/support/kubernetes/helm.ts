import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { parseObjects, type Rendered } from './rendered';

const CHART = 'manifests/helm/anton';
/** A helm that was built from its module does not know which Kubernetes it was made for. */
const VERSION = ['--kube-version', '1.34.0'];
const RELEASE = 'anton';
const WAIT = ['--wait', '--timeout', '110s'];
const HELM_MS = 120_000;

/** Why there is no chart to render, to whoever reads the output of the tests; null when helm is there. */
export function missingHelm(): string | null {
  try {
    execFileSync('helm', ['version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'skipped: no helm on PATH; go install helm.sh/helm/v3/cmd/helm@v3.19.2';
  }
}

/** Calls `helm` with values in a file. */
async function withValues(
  values: object,
  call: (flags: readonly string[]) => readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'anton-helm-'));
  try {
    await writeFile(join(dir, 'values.json'), JSON.stringify(values));
    const flags = ['--values', join(dir, 'values.json')];
    return (await execa('helm', call(flags), { env: environment, timeout: HELM_MS })).stdout;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** What the chart makes of some values. */
export async function helmTemplate(values: object): Promise<Rendered[]> {
  return parseObjects(
    await withValues(values, (flags) => ['template', RELEASE, CHART, ...VERSION, ...flags]),
  );
}

/** The chart on a cluster, as one release. */
export class HelmRelease {
  private readonly environment: Readonly<Record<string, string>>;

  constructor(kubeconfig: string) {
    this.environment = { KUBECONFIG: kubeconfig };
  }

  /** Returns when all workloads are ready. */
  async install(values: object): Promise<void> {
    await withValues(values, (flags) => ['install', RELEASE, CHART, ...WAIT, ...flags], this.environment);
  }

  async upgrade(values: object): Promise<void> {
    await withValues(values, (flags) => ['upgrade', RELEASE, CHART, ...WAIT, ...flags], this.environment);
  }

  async uninstall(...flags: string[]): Promise<void> {
    await execa('helm', ['uninstall', RELEASE, ...flags], { env: this.environment, timeout: HELM_MS });
  }
}
