import { Module, type DynamicModule } from '@nestjs/common';
import { CodeHostsModule, GitHubCodeHostModule, LocalCodeHostModule } from '@anton/codehost';

/** The code hosts, and nothing that talks to a model. */
@Module({})
export class PrepareModule {
  static forRoot(token: string | undefined): DynamicModule {
    const hosts = [LocalCodeHostModule.forRoot(), GitHubCodeHostModule.forRoot({ token })];
    return { module: PrepareModule, imports: [CodeHostsModule.forRoot({ hosts })] };
  }
}
