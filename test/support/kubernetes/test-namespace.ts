import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchV1Api,
  CoreV1Api,
  RbacAuthorizationV1Api,
  type KubeConfig,
  type V1Role,
} from '@kubernetes/client-node';
import { parse } from 'yaml';

const ROLE = new URL('../../../manifests/runner/role.yaml', import.meta.url);
const ORCHESTRATOR = 'anton-orchestrator';
const RUNNER = 'anton-runner';
/** By the names and keys of the shipped manifest. */
export type NamespaceSecrets = Readonly<Record<'ai-secrets' | 'github-secrets', Record<string, string>>>;
const SECRETS: NamespaceSecrets = {
  'ai-secrets': { anthropic_api_key: 'test', openai_api_key: 'test' },
  'github-secrets': { pat: 'test' },
};

/** A namespace of one suite, with PodSecurity `restricted` enforced, as `agents` is meant to be. */
export class TestNamespace {
  readonly core: CoreV1Api;
  readonly batch: BatchV1Api;

  private constructor(
    readonly config: KubeConfig,
    readonly name: string,
    private readonly dir: string,
  ) {
    this.core = config.makeApiClient(CoreV1Api);
    this.batch = config.makeApiClient(BatchV1Api);
  }

  /** A kubeconfig file of somebody who has no more rights than manifests/runner/role.yaml. */
  get kubeconfig(): string {
    return join(this.dir, 'config');
  }

  /** Of a name of its own, or of the one in ANTON_TEST_NAMESPACE, for who may not make any. */
  static async create(config: KubeConfig, secrets: NamespaceSecrets = SECRETS): Promise<TestNamespace> {
    const core = config.makeApiClient(CoreV1Api);
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    const given = process.env['ANTON_TEST_NAMESPACE'] ?? '';
    const named = given === '' ? { generateName: 'anton-test-' } : { name: given };
    const body = { metadata: { ...named, labels } };
    const name = (await core.createNamespace({ body })).metadata?.name ?? '';
    const namespace = new TestNamespace(config, name, await mkdtemp(join(tmpdir(), 'anton-cluster-')));
    await namespace.fill(secrets);
    return namespace;
  }

  async delete(): Promise<void> {
    await this.core.deleteNamespace({ name: this.name, gracePeriodSeconds: 0 });
    await rm(this.dir, { recursive: true, force: true });
  }

  private async fill(secrets: NamespaceSecrets): Promise<void> {
    const namespace = this.name;
    for (const name of [ORCHESTRATOR, RUNNER])
      await this.core.createNamespacedServiceAccount({ namespace, body: { metadata: { name } } });
    for (const [name, stringData] of Object.entries(secrets))
      await this.core.createNamespacedSecret({ namespace, body: { metadata: { name }, stringData } });
    const rbac = this.config.makeApiClient(RbacAuthorizationV1Api);
    const role = parse(readFileSync(ROLE, 'utf8')) as V1Role;
    await rbac.createNamespacedRole({ namespace, body: role });
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role.metadata?.name ?? '' };
    const subjects = [{ kind: 'ServiceAccount', name: ORCHESTRATOR, namespace }];
    const body = { metadata: { name: ORCHESTRATOR }, roleRef, subjects };
    await rbac.createNamespacedRoleBinding({ namespace, body });
    await this.writeKubeconfig();
  }

  private async writeKubeconfig(): Promise<void> {
    const request = { namespace: this.name, name: ORCHESTRATOR, body: { spec: { audiences: [] } } };
    const { status } = await this.core.createNamespacedServiceAccountToken(request);
    const cluster = this.config.getCurrentCluster();
    const { caData, caFile, server, skipTLSVerify } = cluster ?? { server: '', skipTLSVerify: false };
    const file = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'test',
          cluster: {
            server,
            ...(caData === undefined ? {} : { 'certificate-authority-data': caData }),
            ...(caFile === undefined ? {} : { 'certificate-authority': caFile }),
            ...(skipTLSVerify ? { 'insecure-skip-tls-verify': true } : {}),
          },
        },
      ],
      users: [{ name: ORCHESTRATOR, user: { token: status?.token } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: ORCHESTRATOR } }],
      'current-context': 'test',
    };
    await writeFile(this.kubeconfig, JSON.stringify(file), { mode: 0o600 });
  }
}
