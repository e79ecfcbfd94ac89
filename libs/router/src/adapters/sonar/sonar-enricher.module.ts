import { Module, type DynamicModule } from '@nestjs/common';
import { SonarApi } from './sonar-api';
import { SonarEnricher } from './sonar.enricher';
import { SONAR_OPTIONS, type SonarOptions } from './sonar.options';

/** Provides the enricher of SonarQube tasks. */
@Module({})
export class SonarEnricherModule {
  static forRoot(options: SonarOptions): DynamicModule {
    return {
      module: SonarEnricherModule,
      providers: [{ provide: SONAR_OPTIONS, useValue: options }, SonarApi, SonarEnricher],
    };
  }
}
