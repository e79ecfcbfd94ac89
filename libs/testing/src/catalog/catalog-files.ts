/** A catalog as text by file name. */
export type CatalogFiles = Readonly<Record<string, string>>;

const REPOSITORIES = `version: 1
repositories:
  - id: payments
    url: https://github.com/acme/payments.git
    template: java-backend
    skills: [house-rules]
    match:
      jira: { projects: [PAY], components: [checkout, refunds], labels: [] }
      datadog: { services: [payment-service], tags: ['team:payments'] }
      sonar: { projects: [acme_payments] }
      pager: { teams: [payments], services: [payment-service] }
  - id: shop
    url: file:///srv/git/shop.git
    branch: develop
    template: node-service
    templates: [node-service, java-backend]
    match:
      jira: { projects: [SHOP] }
      datadog: { tags: ['team:shop', 'team:payments'] }
    policy: { autonomy: draft, maxRisk: low, dailyBudgetUsd: 5 }
`;

const template = (name: string, skill: string): string =>
  `name: ${name}\ndescription: About ${name}\nimage: registry.example.com/${name}:1\nskills: [${skill}]\n`;

const skill = (name: string): string =>
  `---\nname: ${name}\ndescription: About ${name}\n---\n\nBody of ${name}.\n`;

/** Repositories `payments` and `shop`, two templates and three skills; `changes` replace whole files. */
export function catalogFiles(changes: CatalogFiles = {}): CatalogFiles {
  return {
    'repositories.yaml': REPOSITORIES,
    'sources.yaml': 'jira: { trigger: { label: robot } }\n',
    'templates/java-backend/template.yaml': template('java-backend', 'maven'),
    'templates/node-service/template.yaml': template('node-service', 'node'),
    'skills/house-rules/SKILL.md': skill('house-rules'),
    'skills/maven/SKILL.md': skill('maven'),
    'skills/node/SKILL.md': skill('node'),
    ...changes,
  };
}
