import { Module, type DynamicModule } from '@nestjs/common';
import { nameOfRole } from '../../roles/model-roles';
import { ObservedModelClient } from '../../roles/observed.model-client';
import { RedactingModelClient } from '../../roles/redacting.model-client';
import type { ModelModuleOptions } from '../model-client.options';
import { wireBody } from '../wire-body';
import { OpenAiModelClient, type OpenAiClientOptions } from './openai.model-client';

const WIRE = 'openai.responses';

/** Provides GPT for the roles in `bind`. */
@Module({})
export class OpenAiModelModule {
  static forRoot({ bind, redactor, ...options }: ModelModuleOptions<OpenAiClientOptions>): DynamicModule {
    const client = new OpenAiModelClient(options);
    return {
      module: OpenAiModelModule,
      providers: bind.map((role) => {
        const observed = new ObservedModelClient(client, {
          role: nameOfRole(role),
          wire: WIRE,
          bodyOf: (request) => wireBody(WIRE, request, options.promptCacheKey),
        });
        return { provide: role, useValue: new RedactingModelClient(observed, redactor) };
      }),
      exports: [...bind],
    };
  }
}
