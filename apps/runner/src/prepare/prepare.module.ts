import { Module, type DynamicModule } from '@nestjs/common';
import {
  CodeHostsModule,
  GitHubCodeHostModule,
  LocalCodeHostModule,
  type GitHubOptions,
} from '@anton/codehost';

/** The code hosts, and nothing that talks to a model. */
@Module({})
export class PrepareModule {
  static forRoot(gitHub: GitHubOptions): DynamicModule {
    const hosts = [LocalCodeHostModule.forRoot(), GitHubCodeHostModule.forRoot(gitHub)];
    return { module: PrepareModule, imports: [CodeHostsModule.forRoot({ hosts })] };
  }
}
