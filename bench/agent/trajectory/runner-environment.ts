import type { ScriptedModels } from '@anton/simulation';

/** What a runner needs to work with scripted models. */
export function runnerEnvironment({ anthropicUrl, openaiUrl }: ScriptedModels): Record<string, string> {
  return {
    ANTHROPIC_API_KEY: 'scripted',
    OPENAI_API_KEY: 'scripted',
    ANTHROPIC_BASE_URL: anthropicUrl,
    OPENAI_BASE_URL: openaiUrl,
  };
}
