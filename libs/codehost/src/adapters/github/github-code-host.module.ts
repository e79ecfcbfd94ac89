import { Module, type DynamicModule } from '@nestjs/common';
import { GitHubCodeHost } from './github.code-host';
import { GITHUB_OPTIONS, type GitHubOptions } from './github.options';

/** Provides the host of `https://github.com/…` repositories. */
@Module({})
export class GitHubCodeHostModule {
  static forRoot(options: GitHubOptions): DynamicModule {
    return {
      module: GitHubCodeHostModule,
      providers: [{ provide: GITHUB_OPTIONS, useValue: options }, GitHubCodeHost],
      exports: [GitHubCodeHost],
    };
  }
}
