import { Module, type DynamicModule } from '@nestjs/common';
import type { ModelModuleOptions } from '../model-client.options';
import { AnthropicModelClient } from './anthropic.model-client';

/** Provides Claude for the roles in `bind`. */
@Module({})
export class AnthropicModelModule {
  static forRoot({ bind, ...options }: ModelModuleOptions): DynamicModule {
    const client = new AnthropicModelClient(options);
    return {
      module: AnthropicModelModule,
      providers: bind.map((role) => ({ provide: role, useValue: client })),
      exports: [...bind],
    };
  }
}
