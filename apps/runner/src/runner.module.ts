import { Module, type DynamicModule } from '@nestjs/common';
import { AgentModule } from '@anton/agent';
import { CodeHostsModule, gitHubOptions, GitHubCodeHostModule, LocalCodeHostModule } from '@anton/codehost';
import { askBlocked, sandboxProxyEnvironment } from '@anton/egress';
import { AnthropicModelModule, CoderModel, OpenAiModelModule, ReviewerModel } from '@anton/models';
import type { ExtensionModule, Redactor } from '@anton/platform';
import { RunModule, type PodVolumes } from '@anton/run';
import { wayOutOf } from './proxy/way-out';
import type { RunnerEnvironment } from './runner.env';

/** One task, one process: models, agent and code hosts around the run station. */
@Module({})
export class RunnerModule {
  static forRoot(
    environment: RunnerEnvironment,
    redactor: Redactor,
    extensions: readonly ExtensionModule[],
    pod?: PodVolumes,
  ): DynamicModule {
    const wayOut = wayOutOf(environment);
    const models = [
      AnthropicModelModule.forRoot({
        apiKey: environment.ANTHROPIC_API_KEY,
        baseUrl: environment.ANTHROPIC_BASE_URL,
        bind: [CoderModel],
        redactor,
      }),
      OpenAiModelModule.forRoot({
        apiKey: environment.OPENAI_API_KEY,
        baseUrl: environment.OPENAI_BASE_URL,
        bind: [ReviewerModel],
        redactor,
      }),
    ];
    const hosts = [
      LocalCodeHostModule.forRoot(),
      GitHubCodeHostModule.forRoot(
        gitHubOptions(environment, { httpProxy: wayOut?.url, proxyCredential: wayOut?.credential }),
      ),
    ];
    return {
      module: RunnerModule,
      imports: [
        ...extensions,
        RunModule.forRoot({
          imports: [AgentModule.forRoot({ imports: models }), CodeHostsModule.forRoot({ hosts })],
          redactor,
          pod,
          requireSandbox: environment.ANTON_REQUIRE_SANDBOX,
          ...(wayOut !== null && {
            commandEnvironment: sandboxProxyEnvironment(wayOut.url),
            blockedHosts: (since: Date) => askBlocked(wayOut.url, since),
          }),
        }),
      ],
    };
  }
}
