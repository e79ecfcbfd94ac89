import type { Kubectl } from './kubectl';
import type { OwnNamespaces } from './own-namespaces';
import { kustomize } from './rendered';

const secret = (namespace: string, name: string, stringData: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  stringData,
});

/** What stands in the place of Squid: takes every connection, and lets nobody through. */
const REFUSING = `require('net').createServer((socket) => {
  socket.on('error', () => undefined).once('data', () => socket.end('HTTP/1.1 403 Forbidden\\r\\n\\r\\n'));
}).listen(3128, '0.0.0.0'); process.on('SIGTERM', () => process.exit(0));`;

/** The values of all Secrets of {@link install}: none of them may ever be shown. */
export const CANARY = 'canary-value-of-a-secret';

/**
 * An installation without its workloads: everything of manifests/base that is no Deployment, all Secrets, and a proxy that
 * refuses everything.
 */
export async function install(kubectl: Kubectl, namespaces: OwnNamespaces, image: string): Promise<void> {
  const objects = namespaces.move(await kustomize('manifests/base'));
  await kubectl.send(
    'apply',
    objects.filter(({ kind }) => kind !== 'Deployment'),
  );
  const { anton, agents } = namespaces;
  const both = (namespace: string) => [
    secret(namespace, 'ai-secrets', { anthropic_api_key: CANARY, openai_api_key: CANARY }),
    secret(namespace, 'github-secrets', { pat: CANARY }),
    secret(namespace, 'egress-secrets', { agent_password: CANARY }),
  ];
  await kubectl.send('create', [
    secret(anton, 'webhook-secrets', { secret_token: CANARY, secret_token_previous: '' }),
    secret(anton, 'broker-secrets', { uri: CANARY }),
    secret(anton, 'database-secrets', { uri: CANARY }),
    ...both(anton),
    ...both(agents),
  ]);
  const deployment = objects.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'anton-egress',
  );
  const proxy = JSON.parse(JSON.stringify(deployment)) as {
    spec: { template: { spec: { containers: Record<string, unknown>[]; volumes: unknown[] } } };
  };
  const { spec } = proxy.spec.template;
  const [{ resources, securityContext, ports } = {}] = spec.containers;
  spec.containers = [
    { name: 'egress', image, command: ['node', '-e', REFUSING], resources, securityContext, ports },
  ];
  spec.volumes = [];
  await kubectl.send('create', [proxy]);
  await kubectl.run(['rollout', 'status', '-n', anton, 'deployment/anton-egress', '--timeout=60s']);
}
