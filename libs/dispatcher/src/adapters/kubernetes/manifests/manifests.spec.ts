import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ejs from 'ejs';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunRequest } from '../../../executor.port';
import { checkConfigMap } from './check-config-map';
import { checkJob } from './check-job';
import { configMapValues, jobValues, type JobValues } from './job-values';
import { loadManifests, type RunManifests } from './load-manifests';
import { ManifestTemplate } from './manifest-template';

const DIR = fileURLToPath(new URL('../../../../../../manifests/runner', import.meta.url));
const HOSTILE = 10_000;

const run: RunRequest = {
  taskId: 'jira-pay-1-k3v9q2m7xa',
  attempt: 2,
  taskHash: 'a'.repeat(64),
  complexity: 'medium',
  template: 'node-service',
  context: { 'task.json': '{}', 'route.json': '{}' },
  deadlineAt: new Date(Date.now() + 3_600_000),
  source: 'JIRA',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const size = { cpu: '1', memory: '2Gi' };
const limit = { costUsd: 2, minutes: 30 };
const template = {
  name: 'node-service',
  description: 'Node',
  image: 'registry.example.com/sandbox:1',
  setup: [],
  checks: [],
  skills: [],
  resources: { small: size, medium: { cpu: '2', memory: '4Gi' }, large: size },
  limits: { small: limit, medium: limit, large: limit },
  egress: [],
};
const OPEN = { proxyUrl: null, dnsPolicy: 'ClusterFirst', dnsConfig: {}, hostAliases: [] } as const;
const options = {
  namespace: 'agents',
  image: 'registry.example.com/runner:1',
  environment: { LOG_LEVEL: 'info' },
};

/** What breaks out of YAML, JSON, EJS or a shell, and anything else. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '"',
    '\n  hostNetwork: true\n',
    "'\nspec: {}\n---\nkind: Secret",
    '*alias &anchor !!js/function x',
    '<%- json(process.env) %>',
    '{"a": [',
    'anton-slot-3',
    '\u0085\u2028\u2029\ufeff\0\ud800',
    'yes',
    '0440',
    '~',
    '__proto__',
    '#',
    '$(KEY)',
  ),
  fc
    .array(
      fc.constantFrom(
        '"',
        "'",
        '\\',
        '\n',
        '\r',
        '\t',
        ':',
        ' ',
        '-',
        '%',
        '{',
        '}',
        '#',
        '&',
        '*',
        '|',
        '\ud800',
      ),
    )
    .map((parts) => parts.join('')),
);

const tenHostile = fc.tuple(
  hostile,
  hostile,
  hostile,
  hostile,
  hostile,
  hostile,
  hostile,
  hostile,
  hostile,
  hostile,
);

describe('the manifests', () => {
  let manifests: RunManifests;
  beforeAll(async () => {
    manifests = await loadManifests(DIR);
  });

  const render = (values: JobValues) => checkJob(manifests.job.render(values), values);

  it('give the Job that was meant', () => {
    const job = render(jobValues(run, template, options, OPEN));
    expect(job).toMatchObject({
      metadata: {
        name: 'anton-runner-jira-pay-1-k3v9q2m7xa-r2',
        namespace: 'agents',
        labels: { 'anton.dev/task-id': run.taskId, 'anton.dev/attempt': '2', 'anton.dev/source': 'JIRA' },
        annotations: { 'anton.dev/task-hash': run.taskHash, traceparent: run.traceparent },
      },
      spec: { suspend: true, backoffLimit: 0, ttlSecondsAfterFinished: 86_400 },
    });
    expect(job.spec?.activeDeadlineSeconds).toBeGreaterThan(3_590);
    const pod = job.spec?.template.spec;
    const [agent] = pod?.containers ?? [];
    const sandbox = pod?.initContainers?.find(({ name }) => name === 'sandbox');
    expect(sandbox?.resources?.limits).toMatchObject({ cpu: '4000m', memory: '4Gi' });
    expect(sandbox?.resources?.requests).toMatchObject({ cpu: '2', memory: '4Gi' });
    expect(sandbox).toMatchObject({ image: template.image, restartPolicy: 'Always' });
    expect(agent?.env).toContainEqual({ name: 'LOG_LEVEL', value: 'info' });
    expect(agent?.resources?.limits).toMatchObject({ cpu: '1000m', memory: '1Gi' });
    expect(pod?.volumes?.find(({ name }) => name === 'ai-secrets')?.secret?.defaultMode).toBe(0o440);
  });

  it('give a Pod its way out: the password to prepare and agent, the names to nobody', () => {
    const dnsConfig = { nameservers: ['192.0.2.1'] };
    const network = {
      proxyUrl: 'http://10.96.0.9:3128',
      dnsPolicy: 'None',
      dnsConfig,
      hostAliases: [],
    } as const;
    const environment = { ...options.environment, GITHUB_HOST: 'ghe.example.com' };
    const values = jobValues(run, template, { ...options, environment, ownAuthority: true }, network);
    const pod = render(values).spec?.template.spec;
    const [prepare, sandbox] = pod?.initContainers ?? [];
    for (const container of [prepare, pod?.containers[0]]) {
      expect(container?.env).toEqual(
        expect.arrayContaining([
          { name: 'ANTON_EGRESS_URL', value: 'http://10.96.0.9:3128' },
          { name: 'ANTON_EGRESS_PASSWORD_FILE', value: '/secrets/egress/agent_password' },
          { name: 'GITHUB_HOST', value: 'ghe.example.com' },
          { name: 'NODE_EXTRA_CA_CERTS', value: '/etc/anton/ca/ca.crt' },
        ]),
      );
      expect(container?.volumeMounts?.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['egress-secrets', 'anton-ca']),
      );
    }
    expect(sandbox?.env ?? []).toEqual([]);
    expect(JSON.stringify(sandbox?.volumeMounts)).not.toContain('egress');
    expect(pod).toMatchObject({ dnsPolicy: 'None', dnsConfig });
    expect(JSON.stringify(render(jobValues(run, template, options, OPEN)))).not.toContain('egress');
  });

  it(`keep ${HOSTILE} hostile strings what they are: values of the Job`, { timeout: 300_000 }, () => {
    const plain = jobValues(run, template, options, OPEN);
    const meant = render(plain);
    fc.assert(
      fc.property(tenHostile, (texts) => {
        const [name, namespace, source, hash, trace, account, runner, sandboxImage, variable, value] = texts;
        const values = {
          ...plain,
          name,
          namespace,
          labels: { 'anton.dev/source': source },
          annotations: { 'anton.dev/task-hash': hash, traceparent: trace },
          serviceAccount: account,
          runnerImage: runner,
          sandboxImage,
          configMapName: name,
          agentEnvironment: [{ name: variable, value }],
        } as unknown as JobValues;
        const job = render(values);
        const expected = structuredClone(meant);
        const pod = expected.spec?.template.spec;
        const [prepare, sandbox] = pod?.initContainers ?? [];
        const [agent] = pod?.containers ?? [];
        const [context] = pod?.volumes ?? [];
        if (!pod || !prepare || !sandbox || !agent || !context) throw new Error('not the Job that was meant');
        Object.assign(expected.metadata ?? {}, {
          name,
          namespace,
          labels: values.labels,
          annotations: values.annotations,
        });
        Object.assign(expected.spec?.template.metadata ?? {}, {
          labels: values.labels,
          annotations: values.annotations,
        });
        pod.serviceAccountName = account;
        prepare.image = agent.image = runner;
        sandbox.image = sandboxImage;
        agent.env = [{ name: variable, value }];
        context.configMap = { name };
        expect(job).toEqual(expected);
      }),
      { numRuns: HOSTILE / 10 },
    );
  });

  it(
    `keep ${HOSTILE} hostile strings what they are: the files of the ConfigMap`,
    { timeout: 300_000 },
    () => {
      fc.assert(
        fc.property(hostile, hostile, (text, name) => {
          const context = { 'task.json': text, [`skill.${name}.md`]: name };
          const values = configMapValues({ ...run, context }, 'agents', 'uid-1');
          const map = checkConfigMap(manifests.configMap.render(values), values);
          expect(map).toEqual({
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: {
              name: 'agent-ctx-jira-pay-1-k3v9q2m7xa-r2',
              namespace: 'agents',
              labels: values.labels,
              annotations: values.annotations,
              ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: values.jobName, uid: 'uid-1' }],
            },
            immutable: true,
            data: context,
          });
        }),
        { numRuns: HOSTILE / 10 },
      );
    },
  );

  it('carry a context of 900 KiB', () => {
    const text = '"\\\n\u2603'.repeat(150_000);
    const values = configMapValues({ ...run, context: { 'task.json': text } }, 'agents', 'uid-1');
    expect(checkConfigMap(manifests.configMap.render(values), values).data).toEqual({ 'task.json': text });
  });

  const templateOf = (source: string) => new ManifestTemplate('x.yaml.ejs', source, ejs.compile(source));

  it.each(['name: <%= name %>', 'name: <%- name %>', 'name: <%-json(name)%>'])('refuse %s', (source) => {
    expect(() => templateOf(source)).toThrow(/not written by/);
  });

  it('refuse a value that becomes part of something else', () => {
    const inText = templateOf('name: "x <%- json(name) %>"');
    expect(() => inText.render({ name: 'y' })).toThrow(/x.yaml.ejs does not give what was meant/);
    expect(() => templateOf('name: <%- json(name) %>').render({})).toThrow(/does not give/);
    const block = templateOf('script: |\n  echo <%- json(name) %>\n');
    expect(() => block.render({ name: '$(id)' })).toThrow(/a value is only a part of another one/);
    const comment = templateOf('name: x # <%- json(name) %>\n');
    expect(comment.render({ name: 'a\nb: c' })).toEqual({ name: 'x' });
  });

  it('refuse a Job whose manifest gives more than it may', async () => {
    const values = jobValues(run, template, options, OPEN);
    const spoil = (change: (pod: Record<string, unknown>) => void) => {
      const job = structuredClone(render(values));
      change(job.spec?.template.spec as unknown as Record<string, unknown>);
      return () => checkJob(job, values);
    };
    expect(spoil((pod) => (pod['automountServiceAccountToken'] = true))).toThrow(/a token is mounted/);
    expect(spoil((pod) => (pod['dnsPolicy'] = 'Default'))).toThrow(/its Pod has another DNS/);
    expect(spoil((pod) => (pod['hostNetwork'] = true))).toThrow(/the host is shared/);
    expect(spoil((pod) => (pod['shareProcessNamespace'] = true))).toThrow(/see each other/);
    const containers = (pod: Record<string, unknown>, list: string) => pod[list] as Record<string, unknown>[];
    expect(
      spoil((pod) => {
        Object.assign(containers(pod, 'initContainers')[1] ?? {}, {
          volumeMounts: [{ name: 'ai-secrets', mountPath: '/x' }],
        });
      }),
    ).toThrow(/sandbox mounts ai-secrets/);
    expect(spoil((pod) => containers(pod, 'containers').push({ name: 'more' }))).toThrow(
      /prepare, sandbox, agent/,
    );
  });

  it('are found in their folder only', async () => {
    await expect(loadManifests(join(DIR, 'none'))).rejects.toThrow(/ENOENT/);
  });
});
