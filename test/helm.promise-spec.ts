import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoParts, demoValues } from './support/kubernetes/demo-values';
import { helmTemplate, missingHelm } from './support/kubernetes/helm';
import { missingKubectl } from './support/kubernetes/kubectl';
import { kustomize, kustomizeWith, type Rendered } from './support/kubernetes/rendered';
import { comparable } from './support/kubernetes/same-objects';

const reason = missingHelm() ?? missingKubectl();
const component = (name: string): string => join('manifests/components', name);
const production = (...names: string[]) =>
  kustomizeWith('manifests/overlays/production', names.map(component));
const RUNS = { orchestrator: { settings: { ANTON_MAX_RUNS: '10' } } };

describe.skipIf(reason !== null)(`the Helm chart${reason === null ? '' : ` (${reason})`}`, () => {
  it.each<[string, object, () => Promise<readonly Rendered[]>]>([
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
    ['the demo', demoValues(), async () => (await demoParts()).anton],
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
