import { Module, type DynamicModule } from '@nestjs/common';
import { FolderCatalogModule } from '@anton/catalog';
import { BlockedHosts, readHostList } from '@anton/egress';
import { HealthModule, MetricsModule, readVariable } from '@anton/platform';
import { AccessLog } from './blocked/access-log';
import { AccessMetrics } from './blocked/access-metrics';
import { BlockedController } from './blocked/blocked.controller';
import type { EgressEnvironment } from './egress.env';
import { EGRESS_OPTIONS, type EgressOptions } from './egress.options';
import { SquidProbe } from './squid/squid.probe';
import { SquidService } from './squid/squid.service';

/** Squid, its rules and what it refuses. */
@Module({})
export class EgressModule {
  static forRoot(
    environment: EgressEnvironment,
    variables: Readonly<Record<string, string | undefined>>,
  ): DynamicModule {
    const options: EgressOptions = {
      host: environment.HOST,
      port: environment.ANTON_EGRESS_PORT,
      agentHosts: readHostList(environment.ANTON_EGRESS_AGENT_HOSTS).hosts,
      mayBePrivate: readHostList(environment.ANTON_EGRESS_ALLOW_PRIVATE).hosts,
      hostsFile: environment.ANTON_EGRESS_HOSTS_FILE,
      drainSeconds: environment.ANTON_EGRESS_DRAIN_SECONDS,
      password: () => readVariable('ANTON_EGRESS_PASSWORD', variables) ?? environment.ANTON_EGRESS_PASSWORD,
    };
    return {
      module: EgressModule,
      imports: [
        HealthModule,
        MetricsModule,
        FolderCatalogModule.forRoot({ dir: environment.ANTON_CATALOG_DIR }),
      ],
      controllers: [BlockedController],
      providers: [
        { provide: EGRESS_OPTIONS, useValue: options },
        { provide: BlockedHosts, useValue: new BlockedHosts() },
        AccessLog,
        AccessMetrics,
        SquidService,
        SquidProbe,
      ],
    };
  }
}
