import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { helmTemplate, missingHelm } from './support/kubernetes/helm';
import { missingKubectl } from './support/kubernetes/kubectl';
import { kustomize, kustomizeWith, nameOf, type Rendered } from './support/kubernetes/rendered';
import { comparable } from './support/kubernetes/same-objects';

const reason = missingHelm() ?? missingKubectl();
const DEMO = 'manifests/overlays/demo';
const component = (name: string): string => join('manifests/components', name);
const production = (...names: string[]) =>
  kustomizeWith('manifests/overlays/production', names.map(component));
const RUNS = { orchestrator: { settings: { ANTON_MAX_RUNS: '10' } } };

/** The values by which the chart is what overlays/demo makes of the base. */
function demoValues(): object {
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

/** The demo without what is no part of Anton: its servers, its Secrets, and the certificate of both. */
async function demoOfAnton(): Promise<Rendered[]> {
  const servers = new Set((await kustomize(join(DEMO, 'servers'))).map(nameOf));
  return (await kustomize(DEMO))
    .filter(
      (object) =>
        object.kind !== 'Secret' &&
        !servers.has(nameOf(object)) &&
        object.metadata.name !== 'demo-certificate',
    )
    .map((object) =>
      // The one patch that is for that certificate's Job.
      object.kind === 'NetworkPolicy' && object.metadata.name === 'anton-api-server'
        ? {
            ...object,
            spec: {
              ...(object.spec as object),
              podSelector: { matchLabels: { 'app.kubernetes.io/name': 'anton-orchestrator' } },
            } as Rendered['spec'] & object,
          }
        : object,
    );
}

describe.skipIf(reason !== null)(`the Helm chart${reason === null ? '' : ` (${reason})`}`, () => {
  it.each<[string, object, () => Promise<Rendered[]>]>([
    ['manifests/base with its defaults', {}, () => kustomize('manifests/base')],
    ['the production overlay', RUNS, () => production()],
    [
      'production with autoscaling, metrics and Datadog',
      { ...RUNS, hpa: { enabled: true }, serviceMonitor: { enabled: true }, datadog: { enabled: true } },
      () => production('hpa', 'servicemonitor', 'datadog'),
    ],
    ['production without the proxy', { ...RUNS, egress: { enabled: false } }, () => production('egress-off')],
    [
      'production in one namespace',
      { ...RUNS, namespaces: { control: 'agents' }, quota: { pods: '40', services: '10' } },
      () => production('single-namespace'),
    ],
    ['the demo', demoValues(), demoOfAnton],
  ])('makes the objects of %s', async (_what, values, render) => {
    expect(comparable(await helmTemplate(values))).toEqual(comparable(await render()));
  });

  it('names an image by its digest when there is one', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const objects = await helmTemplate({
      images: { ingester: { repository: 'r.example.com/i', tag: '1', digest }, runner: { digest } },
    });
    const text = JSON.stringify(objects);
    expect(text).toContain(`"image":"r.example.com/i:1@${digest}"`);
    expect(text).toContain(`"ANTON_RUNNER_IMAGE":"registry.example.com/anton/runner:0.1.0@${digest}"`);
  });
});
