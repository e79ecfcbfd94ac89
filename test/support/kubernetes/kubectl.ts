import { execFileSync } from 'node:child_process';
import { execa } from 'execa';

/** Why nothing can be done with kubectl, to whoever reads the output of the tests; null when it is there. */
export function missingKubectl(): string | null {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'skipped: no kubectl on PATH';
  }
}

/** What a call of kubectl printed. */
export interface KubectlResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** `kubectl` for one cluster, or for none (`kubectl kustomize` needs none). */
export class Kubectl {
  constructor(private readonly kubeconfig?: string) {}

  /** @throws ExecaError with what it printed */
  async run(args: readonly string[], input = ''): Promise<KubectlResult> {
    const env = this.kubeconfig === undefined ? {} : { KUBECONFIG: this.kubeconfig };
    const { stdout, stderr } = await execa('kubectl', args, { env, input, timeout: 120_000 });
    return { stdout, stderr };
  }

  /** Objects as JSON, to `kubectl apply` or `create`. */
  send(verb: 'apply' | 'create', objects: readonly object[], ...flags: string[]): Promise<KubectlResult> {
    const list = { apiVersion: 'v1', kind: 'List', items: objects };
    return this.run([verb, '-f', '-', ...flags], JSON.stringify(list));
  }
}
