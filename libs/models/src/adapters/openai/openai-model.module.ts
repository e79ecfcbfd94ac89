import { Module, type DynamicModule } from '@nestjs/common';
import type { ModelModuleOptions } from '../model-client.options';
import { OpenAiModelClient, type OpenAiClientOptions } from './openai.model-client';

/** Provides GPT for the roles in `bind`. */
@Module({})
export class OpenAiModelModule {
  static forRoot({ bind, ...options }: ModelModuleOptions<OpenAiClientOptions>): DynamicModule {
    const client = new OpenAiModelClient(options);
    return {
      module: OpenAiModelModule,
      providers: bind.map((role) => ({ provide: role, useValue: client })),
      exports: [...bind],
    };
  }
}
