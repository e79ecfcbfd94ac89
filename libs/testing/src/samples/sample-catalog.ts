import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

const template = {
  name: 'node-service',
  description: 'Services on Node.js',
  image: 'registry.example.com/anton/sandbox-node:1',
  setup: [],
  checks: [],
  skills: ['house-rules'],
  resources: {
    small: { cpu: '1', memory: '2Gi' },
    medium: { cpu: '2', memory: '4Gi' },
    large: { cpu: '4', memory: '8Gi' },
  },
  limits: {
    small: { costUsd: 2, minutes: 30 },
    medium: { costUsd: 5, minutes: 60 },
    large: { costUsd: 10, minutes: 90 },
  },
  egress: [],
};

const sources = {
  jira: {
    trigger: { label: 'anton' },
    ownAccounts: [],
    // The bodies of test/deliveries have times of their own.
    maxAgeHours: 87_600,
    priorities: { Highest: 'P1', High: 'P2', Medium: 'P3' },
  },
  datadog: { trigger: { transitions: ['Triggered', 'Re-Triggered'] } },
  sonar: { trigger: { gate: ['ERROR'], branches: ['main'] } },
  generic: {},
};

/** What a repository of the sample catalog allows. */
export interface SamplePolicy {
  readonly maxConcurrentRuns?: number;
  readonly dailyBudgetUsd?: number;
}

const repository = (id: string, project: string, policy: SamplePolicy): object => ({
  id,
  url: `file:///srv/git/${id}.git`,
  branch: 'main',
  template: 'node-service',
  templates: ['node-service'],
  skills: ['house-rules'],
  match: { jira: { projects: [project], components: [], labels: [] } },
  policy: {
    autonomy: 'pull_request',
    maxRisk: 'medium',
    maxConcurrentRuns: 2,
    maxOpenPullRequests: 3,
    dailyBudgetUsd: 20,
    protectedPaths: ['.github/workflows/**'],
    ...policy,
  },
});

/** Writes a catalog with the repositories `payments` (Jira project PAY) and `shop` (SHOP), one template and one skill. */
export async function writeSampleCatalog(dir: string, policy: SamplePolicy = {}): Promise<void> {
  await mkdir(join(dir, 'templates', 'node-service'), { recursive: true });
  await mkdir(join(dir, 'skills', 'house-rules'), { recursive: true });
  const repositories = [repository('payments', 'PAY', policy), repository('shop', 'SHOP', policy)];
  await writeFile(join(dir, 'repositories.yaml'), stringify({ version: 1, repositories }));
  await writeFile(join(dir, 'sources.yaml'), stringify(sources));
  await writeFile(join(dir, 'templates', 'node-service', 'template.yaml'), stringify(template));
  const skill = '---\nname: house-rules\ndescription: How we write code\n---\n# Rules\n';
  await writeFile(join(dir, 'skills', 'house-rules', 'SKILL.md'), skill);
}
