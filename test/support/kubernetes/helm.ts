import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { parseObjects, type Rendered } from './rendered';

const CHART = 'manifests/helm/anton';
/** A helm that was built from its module does not know which Kubernetes it was made for. */
const VERSION = ['--kube-version', '1.34.0'];

/** Why there is no chart to render, to whoever reads the output of the tests; null when helm is there. */
export function missingHelm(): string | null {
  try {
    execFileSync('helm', ['version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'skipped: no helm on PATH; go install helm.sh/helm/v3/cmd/helm@v3.19.2';
  }
}

/** What the chart makes of some values. */
export async function helmTemplate(values: object): Promise<Rendered[]> {
  const dir = await mkdtemp(join(tmpdir(), 'anton-helm-'));
  try {
    await writeFile(join(dir, 'values.json'), JSON.stringify(values));
    const args = ['template', 'anton', CHART, ...VERSION, '--values', join(dir, 'values.json')];
    const { stdout } = await execa('helm', args, { timeout: 60_000 });
    return parseObjects(stdout);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
