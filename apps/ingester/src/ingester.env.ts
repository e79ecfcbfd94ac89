import { join } from 'node:path';
import { z } from 'zod';
import { limitVariables } from '@anton/intake';
import { installationFolder, tracingVariables, variable } from '@anton/platform';
import { queueVariables } from '@anton/queue';

/** What the ingester reads from its environment. The queue never falls back: a missing BROKER_URI stops the boot. */
export const ingesterEnvironment = z.object({
  ...queueVariables('rabbitmq'),
  ANTON_DATA_DIR: variable.withDefault('.anton', 'folder of the embedded queue'),
  ANTON_CATALOG_DIR: z
    .string()
    .default(() => join(installationFolder(), 'catalog'))
    .describe('folder with repositories.yaml, sources.yaml, templates/ and skills/'),
  ANTON_EXTENSIONS: variable.withDefault('', 'packages that extend Anton, comma-separated'),
  WEBHOOK_SECRET: variable.optional(
    'secret of the webhooks that sign their body (Jira, SonarQube, a Datadog relay)',
  ),
  WEBHOOK_SECRET_PREVIOUS: variable.optional(
    'the secret before WEBHOOK_SECRET, still accepted while it is being replaced',
  ),
  WEBHOOK_SECRET_JIRA: variable.optional('secret of the Jira webhook, instead of WEBHOOK_SECRET'),
  WEBHOOK_SECRET_DATADOG: variable.optional('secret of the Datadog webhook, sent in clear in X-Anton-Token'),
  WEBHOOK_SECRET_SONAR: variable.optional('secret of the SonarQube webhook, instead of WEBHOOK_SECRET'),
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

export type IngesterEnvironment = z.infer<typeof ingesterEnvironment>;
