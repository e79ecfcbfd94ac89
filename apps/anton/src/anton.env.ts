import { join } from 'node:path';
import { z } from 'zod';
import { gitHubVariables } from '@anton/codehost';
import { egressVariables } from '@anton/egress';
import { limitVariables } from '@anton/intake';
import { ledgerVariables, retentionVariables } from '@anton/ledger';
import { modelVariables } from '@anton/models';
import {
  BadEnvironmentError,
  installationFolder,
  readEnvironment,
  tracingVariables,
  variable,
} from '@anton/platform';
import { queueVariables } from '@anton/queue';

/** What the whole line in one process reads from its environment. */
export const antonEnvironment = z.object({
  WEBHOOK_SECRET: variable.optional(
    'secret of the webhooks that sign their body (Jira, SonarQube, a Datadog relay)',
  ),
  WEBHOOK_SECRET_PREVIOUS: variable.optional(
    'the secret before WEBHOOK_SECRET, still accepted while it is being replaced',
  ),
  WEBHOOK_SECRET_JIRA: variable.optional('secret of the Jira webhook, instead of WEBHOOK_SECRET'),
  WEBHOOK_SECRET_DATADOG: variable.optional('secret of the Datadog webhook, sent in clear in X-Anton-Token'),
  WEBHOOK_SECRET_SONAR: variable.optional('secret of the SonarQube webhook, instead of WEBHOOK_SECRET'),
  ANTHROPIC_API_KEY: variable.text('key of the models that route and write code (console.anthropic.com)'),
  ANTHROPIC_BASE_URL: variable.url('where the Anthropic API is, when it is not the public one'),
  OPENAI_API_KEY: variable.text('key of the model that reviews (platform.openai.com)'),
  OPENAI_BASE_URL: variable.url('where the OpenAI API is, when it is not the public one'),
  GITHUB_TOKEN: variable.optional(
    'token for clone, push and pull request; needed for https:// repositories in the catalog',
  ),
  ...gitHubVariables,
  ...egressVariables,
  SONAR_URL: variable.url('SonarQube, to fetch the issues of an analysis from; needs SONAR_TOKEN'),
  SONAR_TOKEN: variable.optional('user token of SonarQube that may browse the projects'),
  ...modelVariables,
  ANTON_DATA_DIR: variable.withDefault('.anton', 'folder of the queue, the ledger and the runs'),
  ANTON_CATALOG_DIR: z
    .string()
    .default(() => join(installationFolder(), 'catalog'))
    .describe('folder with repositories.yaml, sources.yaml, templates/ and skills/'),
  ANTON_EXTENSIONS: variable.withDefault('', 'packages that extend Anton, comma-separated'),
  ...queueVariables('embedded'),
  ...ledgerVariables,
  ...retentionVariables,
  ANTON_EXECUTOR: z
    .enum(['process'])
    .default('process')
    .describe('where tasks run; this process starts child processes'),
  ANTON_MAX_WAITING: variable.count(100, 'tasks that may wait before the queue is no longer read'),
  ANTON_MAX_RUNS: variable.count(2, 'tasks that run at once'),
  ANTON_DAILY_BUDGET_USD: variable.amount(
    'US dollars that all repositories may cost in a UTC day; unset: only the budgets of repositories.yaml',
  ),
  ANTON_REQUIRE_SANDBOX: variable.flag('1 refuses to run commands without isolation'),
  HOST: variable.withDefault('0.0.0.0', 'address that webhooks are received on'),
  PORT: variable.port(8080, 'port that webhooks are received on'),
  HEALTH_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('a port of its own for /health and /metrics'),
  ...limitVariables,
  ...tracingVariables,
  LOG_LEVEL: variable.logLevel(),
});

export type AntonEnvironment = z.infer<typeof antonEnvironment>;

/** The secret of any source: also of one that sources.yaml or an extension brings, which no schema knows. */
const SECRET = /^WEBHOOK_SECRET(?:_[A-Z0-9_]+)?$/;

/**
 * Reads what the orchestrator alone needs of this environment: it takes its tasks from the queue, so no webhook secret
 * is among it, and nothing falls back to this machine.
 * @throws BadEnvironmentError naming every missing or bad variable.
 */
export function readOrchestratorEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): AntonEnvironment {
  // It knows one executor more than the line in one process.
  const isCluster = variables['ANTON_EXECUTOR'] === 'kubernetes';
  const own = { ...variables, ANTON_QUEUE: variables['ANTON_QUEUE'] || 'rabbitmq' };
  return readEnvironment(
    antonEnvironment,
    isCluster ? { ...own, ANTON_EXECUTOR: '' } : own,
    ({ ANTON_QUEUE }) => (ANTON_QUEUE === 'embedded' ? [] : ['BROKER_URI', 'DATABASE_URL']),
  );
}

/**
 * Reads the environment of the whole line.
 * @throws BadEnvironmentError naming every missing or bad variable, and the lack of any webhook secret.
 */
export function readAntonEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): AntonEnvironment {
  const hasSecret = Object.entries(variables).some(([name, value]) => SECRET.test(name) && Boolean(value));
  const noSecret = {
    name: 'WEBHOOK_SECRET',
    problem: 'missing',
    purpose: 'no webhook source can start without a secret; WEBHOOK_SECRET_DATADOG is the one for Datadog',
  };
  try {
    const environment = readEnvironment(antonEnvironment, variables, ({ ANTON_QUEUE }) =>
      ANTON_QUEUE === 'rabbitmq' ? ['BROKER_URI'] : [],
    );
    if (!hasSecret) throw new BadEnvironmentError([noSecret]);
    return environment;
  } catch (error) {
    if (!(error instanceof BadEnvironmentError) || hasSecret || error.problems.includes(noSecret))
      throw error;
    throw new BadEnvironmentError([...error.problems, noSecret]);
  }
}
