import { join } from 'node:path';
import { z } from 'zod';
import { readHostList } from '@anton/egress';
import { installationFolder, variable } from '@anton/platform';

const hostList = (fallback: string, purpose: string) =>
  z
    .string()
    .default(fallback)
    .superRefine((text, context) => {
      const { bad } = readHostList(text);
      if (bad.length === 0) return;
      context.addIssue({ code: 'custom', message: `no hosts: ${bad.slice(0, 5).join(' ')}` });
    })
    .describe(purpose);

/** What openssl hashes and what a header can carry; short ones can be guessed from inside a Pod. */
const PASSWORD = /^[\x21-\x7e]{16,128}$/;

/** What the proxy of the runs reads from its environment. */
export const egressEnvironment = z.object({
  ANTON_EGRESS_AGENT_HOSTS: hostList(
    'api.anthropic.com,api.openai.com,github.com,api.github.com',
    'hosts that the agent alone may reach, with its password: models and code host; name, name:port or .name',
  ),
  ANTON_EGRESS_ALLOW_PRIVATE: hostList(
    '',
    'hosts that may have a private address; all others are refused when they have one',
  ),
  ANTON_EGRESS_PASSWORD: z
    .string()
    .regex(PASSWORD, 'must be 16 to 128 characters of ASCII, without white space')
    .describe('password of the agent at the proxy of the runs; key agent_password of egress-secrets'),
  ANTON_EGRESS_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_534)
    .default(3128)
    .describe('port of the proxy; /health is on the next one'),
  ANTON_EGRESS_HOSTS_FILE: variable.withDefault('/etc/hosts', 'names beside DNS'),
  ANTON_EGRESS_DRAIN_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(600)
    .default(20)
    .describe('how long open connections may go on when the proxy is told to end'),
  ANTON_CATALOG_DIR: z
    .string()
    .default(() => join(installationFolder(), 'catalog'))
    .describe('folder with repositories.yaml, sources.yaml, templates/ and skills/'),
  HOST: variable.withDefault('0.0.0.0', 'address that the proxy is reached on'),
  LOG_LEVEL: variable.logLevel(),
});

export type EgressEnvironment = z.infer<typeof egressEnvironment>;
