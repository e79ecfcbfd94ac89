import { z } from 'zod';
import { gitHubVariables } from '@anton/codehost';
import { egressVariables } from '@anton/egress';
import { tracingVariables, variable } from '@anton/platform';

/** What a runner reads from its environment. */
export const runnerEnvironment = z.object({
  ANTHROPIC_API_KEY: variable.text('key of the coding model'),
  ANTHROPIC_BASE_URL: variable.url('where the Anthropic API is, when it is not the public one'),
  OPENAI_API_KEY: variable.text('key of the reviewing model'),
  OPENAI_BASE_URL: variable.url('where the OpenAI API is, when it is not the public one'),
  GITHUB_TOKEN: variable.optional(
    'token for clone, push and pull request on GitHub; not needed for file:// repositories',
  ),
  ...gitHubVariables,
  ...egressVariables,
  ANTON_EXTENSIONS: variable.withDefault('', 'packages that extend Anton, comma-separated'),
  ANTON_REQUIRE_SANDBOX: variable.flag('1 refuses to run commands without isolation'),
  ...tracingVariables,
  LOG_LEVEL: variable.logLevel(),
});

export type RunnerEnvironment = z.infer<typeof runnerEnvironment>;
