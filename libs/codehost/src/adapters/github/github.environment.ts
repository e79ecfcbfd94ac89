import { z } from 'zod';
import { certificateBundle, variable } from '@anton/platform';
import type { GitHubOptions } from './github.options';

/** The variables that say where GitHub is. */
export const gitHubVariables = {
  GITHUB_HOST: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/, 'must be the name of a host in lower case')
    .default('github.com')
    .describe('the code host, when it is a GitHub Enterprise Server'),
  NODE_EXTRA_CA_CERTS: variable.optional(
    'file with certificates (PEM) of authorities of your own, which Node, git and gh trust besides',
  ),
};

type GitHubEnvironment = Omit<z.infer<z.ZodObject<typeof gitHubVariables>>, 'NODE_EXTRA_CA_CERTS'> & {
  readonly GITHUB_TOKEN?: string | undefined;
};

/** How the code host of an environment is reached; `proxy` is how everything leaves, where there is one. */
export function gitHubOptions(
  { GITHUB_HOST: host, GITHUB_TOKEN: token }: GitHubEnvironment,
  proxy: Pick<GitHubOptions, 'httpProxy' | 'proxyCredential'> = {},
): GitHubOptions {
  return { host, token, certificates: certificateBundle(), ...proxy };
}
