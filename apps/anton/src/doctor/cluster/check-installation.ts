import { ClusterView } from '@anton/dispatcher';
import { failure } from '../failure';
import type { Finding } from '../finding';
import { checkAccountRights } from './check-account-rights';
import { checkClusterSecrets } from './check-cluster-secrets';
import { checkImages } from './check-images';
import { checkNamespaces } from './check-namespaces';
import { checkNetwork } from './check-network';
import type { Installation } from './installation';

/** What the operator says; the rest is read from the orchestrator's settings in the cluster. */
export interface InstallationQuestions {
  readonly control: string;
  readonly runs?: string | undefined;
  readonly runnerImage?: string | undefined;
  /** Images of the catalog's templates. */
  readonly images: readonly string[];
  readonly kubeconfig?: string;
}

/** Looks at an installation from outside: namespaces, Secrets, rights, images, network, proxy. Leaves nothing behind. */
export async function checkInstallation(questions: InstallationQuestions): Promise<Finding[]> {
  try {
    const view = await ClusterView.open(questions.kubeconfig);
    const installation = await installationOf(view, questions);
    const first = await Promise.all([
      checkNamespaces(view, installation),
      checkClusterSecrets(view, installation),
      checkAccountRights(view, installation),
    ]);
    const probed = await Promise.all([
      checkNetwork(view, installation),
      checkImages(view, installation, questions.images),
    ]);
    return [...first, ...probed].flat();
  } catch (error) {
    return [failure('cluster', error, 'Check KUBECONFIG, or the ServiceAccount of this Pod.')];
  }
}

async function installationOf(
  view: ClusterView,
  { control, runs, runnerImage }: InstallationQuestions,
): Promise<Installation> {
  const found = await view.settings(control, 'anton-orchestrator');
  const settings: Readonly<Record<string, string>> = typeof found === 'string' ? {} : found;
  return {
    control,
    runs: runs ?? settings['ANTON_NAMESPACE'] ?? 'agents',
    runnerImage: runnerImage ?? settings['ANTON_RUNNER_IMAGE'] ?? null,
    hasProxy: settings['ANTON_EGRESS_URL'] !== '',
  };
}
