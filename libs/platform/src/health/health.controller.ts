import { Controller, Get, ServiceUnavailableException, type OnModuleDestroy } from '@nestjs/common';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
} from '@nestjs/terminus';
import { HealthProbeRegistry } from './health-probe.port';
import { WatchedProbe } from './watched-probe';

/**
 * The probes of Kubernetes: alive is the process alone, ready is every `HealthProbe` and no shutdown under way.
 * Terminus notices a shutdown in its own `beforeApplicationShutdown`, which other modules' may keep waiting: `app.close()`
 * begins with `onModuleDestroy`, and so does the end of readiness.
 */
@Controller('health')
export class HealthController implements OnModuleDestroy {
  private probes: readonly WatchedProbe[] | undefined;
  private isStopping = false;

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly registry: HealthProbeRegistry,
  ) {}

  onModuleDestroy(): void {
    this.isStopping = true;
  }

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @HealthCheck()
  async ready(): Promise<HealthCheckResult> {
    if (this.isStopping) throw new ServiceUnavailableException({ status: 'shutting_down' });
    this.probes ??= this.registry.all().map(({ name, provider }) => new WatchedProbe(name, provider));
    return this.health.check(
      this.probes.map((probe) => async () => {
        const indicator = this.indicators.check(probe.name);
        const { up, detail } = await probe.ask();
        return up ? indicator.up() : indicator.down(detail ?? 'down');
      }),
    );
  }
}
