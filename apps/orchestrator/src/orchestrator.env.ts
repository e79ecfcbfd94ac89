import { join } from 'node:path';
import { z } from 'zod';
import { gitHubVariables } from '@anton/codehost';
import { egressVariables } from '@anton/egress';
import { ledgerVariables, retentionVariables } from '@anton/ledger';
import { modelVariables } from '@anton/models';
import { installationFolder, tracingVariables, variable } from '@anton/platform';
import { queueVariables } from '@anton/queue';

/** What the orchestrator reads from its environment. Nothing falls back: a missing BROKER_URI or DATABASE_URL stops the boot. */
export const orchestratorEnvironment = z.object({
  ...queueVariables('rabbitmq'),
  ...ledgerVariables,
  ...retentionVariables,
  ANTON_EXECUTOR: z
    .enum(['process', 'kubernetes'])
    .default('process')
    .describe('where tasks run: child processes of this machine, or Jobs of a cluster (docs/kubernetes.md)'),
  ANTON_RUNNER_IMAGE: variable.optional('image of the runner; required when ANTON_EXECUTOR=kubernetes'),
  ANTON_NAMESPACE: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be the name of a namespace')
    .default('agents')
    .describe('namespace of the Jobs when ANTON_EXECUTOR=kubernetes'),
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
  ANTON_DATA_DIR: variable.withDefault('.anton', 'folder of the embedded queue, the ledger and the runs'),
  ANTON_CATALOG_DIR: z
    .string()
    .default(() => join(installationFolder(), 'catalog'))
    .describe('folder with repositories.yaml, sources.yaml, templates/ and skills/'),
  ANTON_EXTENSIONS: variable.withDefault('', 'packages that extend Anton, comma-separated'),
  ANTON_MAX_WAITING: variable.count(100, 'tasks that may wait before the queue is no longer read'),
  ANTON_MAX_RUNS: variable.count(2, 'tasks that run at once'),
  ANTON_DAILY_BUDGET_USD: variable.amount(
    'US dollars that all repositories may cost in a UTC day; unset: only the budgets of repositories.yaml',
  ),
  ANTON_REQUIRE_SANDBOX: variable.flag('1 refuses to run commands without isolation'),
  HOST: variable.withDefault('0.0.0.0', 'address of the health port'),
  HEALTH_PORT: variable.port(8081, 'port of /health and /metrics'),
  ...tracingVariables,
  LOG_LEVEL: variable.logLevel(),
});

export type OrchestratorEnvironment = z.infer<typeof orchestratorEnvironment>;
