import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { kustomize, nameOf, type Rendered } from './rendered';

const DEMO = 'manifests/overlays/demo';

/** The values by which the chart is what overlays/demo makes of the base. */
export function demoValues() {
  const file = (path: string): string => readFileSync(join(DEMO, 'catalog', path), 'utf8');
  const patch = (name: string): object =>
    (parse(readFileSync(join(DEMO, name), 'utf8')) as { path: string; value: object }[]).find(
      ({ path }) => path === '/spec/egress',
    )?.value ?? [];
  const files = [
    'repositories.yaml',
    'sources.yaml',
    'templates/node-service/template.yaml',
    'skills/node-testing/SKILL.md',
  ];
  const requests = { cpu: '20m', memory: '128Mi' };
  const hosts = 'models.anton.svc.cluster.local,github.anton.svc.cluster.local';
  return {
    catalog: Object.fromEntries(files.map((path) => [path, file(path)])),
    datadog: { enabled: true },
    ingester: { resources: { requests } },
    orchestrator: {
      resources: { requests },
      settings: {
        ANTHROPIC_BASE_URL: 'https://models.anton.svc.cluster.local',
        OPENAI_BASE_URL: 'https://models.anton.svc.cluster.local/v1',
        GITHUB_HOST: 'github.anton.svc.cluster.local',
      },
      environment: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/trusted/ca.crt' }],
      volumeMounts: [{ name: 'trusted-authority', mountPath: '/trusted', readOnly: true }],
      volumes: [
        {
          name: 'trusted-authority',
          configMap: { name: 'anton-ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
        },
      ],
    },
    egress: {
      resources: { requests },
      settings: { ANTON_EGRESS_AGENT_HOSTS: hosts, ANTON_EGRESS_ALLOW_PRIVATE: hosts },
    },
    network: {
      broker: patch('to-broker.yaml'),
      database: patch('to-database.yaml'),
      models: patch('to-demo-servers.yaml'),
      egress: patch('to-demo-servers.yaml'),
    },
  };
}

/** What the overlay of a demo makes, in two parts. */
export interface DemoParts {
  /** What the chart makes as well. */
  readonly anton: readonly Rendered[];
  /** What is no part of Anton: its servers, its Secrets, and the certificate of both. */
  readonly around: readonly Rendered[];
}

const API_SERVER = 'anton-api-server';

/** The one patch of the demo that is for its certificate's Job, taken back. */
function forOrchestrator(object: Rendered): Rendered {
  if (object.kind !== 'NetworkPolicy' || object.metadata.name !== API_SERVER) return object;
  const podSelector = { matchLabels: { 'app.kubernetes.io/name': 'anton-orchestrator' } };
  return { ...object, spec: { ...(object.spec as object), podSelector } as Rendered['spec'] & object };
}

export async function demoParts(overlay = DEMO): Promise<DemoParts> {
  const servers = new Set((await kustomize(join(DEMO, 'servers'))).map(nameOf));
  const isAround = (object: Rendered): boolean =>
    object.kind === 'Secret' || servers.has(nameOf(object)) || object.metadata.name === 'demo-certificate';
  const all = await kustomize(overlay);
  const toApiServer = all
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === API_SERVER)
    .map((policy) => ({ ...policy, metadata: { ...policy.metadata, name: 'demo-to-api-server' } }));
  return {
    anton: all.filter((object) => !isAround(object)).map(forOrchestrator),
    around: [...all.filter(isAround), ...toApiServer],
  };
}
