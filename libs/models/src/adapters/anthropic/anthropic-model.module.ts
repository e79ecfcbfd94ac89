import { Module, type DynamicModule } from '@nestjs/common';
import { nameOfRole } from '../../roles/model-roles';
import { ObservedModelClient } from '../../roles/observed.model-client';
import { RedactingModelClient } from '../../roles/redacting.model-client';
import type { ModelModuleOptions } from '../model-client.options';
import { wireBody } from '../wire-body';
import { AnthropicModelClient } from './anthropic.model-client';

const WIRE = 'anthropic.messages';

/** Provides Claude for the roles in `bind`. */
@Module({})
export class AnthropicModelModule {
  static forRoot({ bind, redactor, ...options }: ModelModuleOptions): DynamicModule {
    const client = new AnthropicModelClient(options);
    return {
      module: AnthropicModelModule,
      providers: bind.map((role) => {
        const observed = new ObservedModelClient(client, {
          role: nameOfRole(role),
          wire: WIRE,
          bodyOf: (request) => wireBody(WIRE, request),
        });
        return { provide: role, useValue: new RedactingModelClient(observed, redactor) };
      }),
      exports: [...bind],
    };
  }
}
