import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DatadogSource } from './adapters/datadog/datadog.source';
import { GenericSources } from './adapters/generic/generic-sources';
import { JiraSource } from './adapters/jira/jira.source';
import { SonarSource } from './adapters/sonar/sonar.source';
import { ConfiguredSources, WebhookSourceRegistry } from './webhook-source.port';

/** Anton's own sources and the registry; `imports` provides the SourceSettingsProvider. */
@Module({})
export class WebhookSourcesModule {
  static forRoot({ imports }: { readonly imports: NonNullable<ModuleMetadata['imports']> }): DynamicModule {
    return {
      module: WebhookSourcesModule,
      imports: [DiscoveryModule, ...imports],
      providers: [
        { provide: ConfiguredSources, useClass: GenericSources },
        WebhookSourceRegistry,
        JiraSource,
        DatadogSource,
        SonarSource,
      ],
      exports: [WebhookSourceRegistry],
    };
  }
}
