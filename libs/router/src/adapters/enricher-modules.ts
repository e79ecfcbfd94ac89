import type { DynamicModule } from '@nestjs/common';
import { PermanentError } from '@anton/contracts';
import { SonarEnricherModule } from './sonar/sonar-enricher.module';

/** What the environment says about enrichers. */
export interface EnricherSettings {
  readonly SONAR_URL?: string | undefined;
  readonly SONAR_TOKEN?: string | undefined;
}

/** Anton's own enrichers, as far as the environment names where they ask. @throws PermanentError for half a setting. */
export function enricherModules({ SONAR_URL: url, SONAR_TOKEN: token }: EnricherSettings): DynamicModule[] {
  if (url === undefined) return [];
  if (token === undefined)
    throw new PermanentError('SONAR_URL is set and SONAR_TOKEN is not', {
      code: 'sonar_token_missing',
      remedy: 'Set SONAR_TOKEN to a user token of SonarQube, or take SONAR_URL away.',
    });
  return [SonarEnricherModule.forRoot({ url, token })];
}
