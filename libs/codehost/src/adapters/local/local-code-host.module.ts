import { Module, type DynamicModule } from '@nestjs/common';
import { LocalCodeHost } from './local.code-host';

/** Provides the host of `file://` repositories. */
@Module({ providers: [LocalCodeHost], exports: [LocalCodeHost] })
export class LocalCodeHostModule {
  static forRoot(): DynamicModule {
    return { module: LocalCodeHostModule };
  }
}
