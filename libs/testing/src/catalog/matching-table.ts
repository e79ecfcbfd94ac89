import type { AgentTask } from '@anton/contracts';

/** A task by what may decide about its repository, and the ids of the repositories that it fits. */
export interface MatchingCase {
  readonly what: string;
  readonly task: Partial<AgentTask>;
  readonly fits: readonly string[];
}

const jira = (attributes: Record<string, string[]>, fields: Partial<AgentTask> = {}): Partial<AgentTask> => ({
  source: 'JIRA',
  service: null,
  evidence: { attributes },
  ...fields,
});
const datadog = (service: string | null, tag: string[]): Partial<AgentTask> => ({
  source: 'DATADOG',
  service,
  evidence: { attributes: { tag } },
});

/** Matching against `catalogFiles()`: AND across the lists of a source, OR within one. */
export const MATCHING: readonly MatchingCase[] = [
  {
    what: 'every list holds one value',
    task: jira({ project: ['PAY'], component: ['x', 'refunds'] }),
    fits: ['payments'],
  },
  { what: 'one list holds none', task: jira({ project: ['PAY'], component: ['x'] }), fits: [] },
  { what: 'a fact is missing', task: jira({ project: ['PAY'] }), fits: [] },
  { what: 'one list is enough where one is given', task: jira({ project: ['SHOP'] }), fits: ['shop'] },
  { what: 'values are compared whole', task: jira({ project: ['SHOPS', 'shop', 'SHO'] }), fits: [] },
  {
    what: 'lists of another source do not count',
    task: { ...jira({ project: ['acme_payments'] }) },
    fits: [],
  },
  {
    what: 'service and tag',
    task: datadog('payment-service', ['team:payments']),
    fits: ['payments', 'shop'],
  },
  { what: 'tag alone', task: datadog(null, ['env:prod', 'team:shop']), fits: ['shop'] },
  { what: 'service alone, where a tag is wanted, too', task: datadog('payment-service', []), fits: [] },
  {
    what: 'a project of SonarQube',
    task: jira({ project: ['acme_payments'] }, { source: 'SONAR' }),
    fits: ['payments'],
  },
  {
    what: 'a source of a team: plurals name attributes, services the service',
    task: jira({ team: ['payments'] }, { source: 'PAGER', service: 'payment-service' }),
    fits: ['payments'],
  },
  {
    what: 'a source that no repository names',
    task: jira({ project: ['PAY'] }, { source: 'LINEAR' }),
    fits: [],
  },
  {
    what: 'a source called as a property of every object',
    task: jira({}, { source: 'CONSTRUCTOR' }),
    fits: [],
  },
  {
    what: 'text, labels and the hint of a repository decide nothing',
    task: jira(
      {},
      {
        title: 'project PAY, component checkout',
        description: 'jira: { projects: [SHOP] }',
        labels: ['PAY', 'checkout', 'SHOP'],
        repository: { url: 'https://github.com/acme/payments.git', ref: 'main' },
      },
    ),
    fits: [],
  },
];
