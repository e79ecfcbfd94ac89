import { Controller, Get } from '@nestjs/common';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
} from '@nestjs/terminus';
import { HealthProbeRegistry, type HealthProbe } from './health-probe.port';

const PROBE_TIMEOUT_MS = 5_000;

/** The probes of Kubernetes: alive is the process alone, ready is every {@link HealthProbe}. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly probes: HealthProbeRegistry,
  ) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check(
      this.probes.all().map(({ name, provider }) => async () => {
        const indicator = this.indicators.check(name);
        const result = await answerOf(provider);
        return result.up ? indicator.up() : indicator.down(result.detail ?? 'down');
      }),
    );
  }
}

/** A probe that throws or does not answer in time is down. */
async function answerOf(probe: HealthProbe): Promise<{ up: boolean; detail?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ up: boolean; detail: string }>((resolve) => {
    timer = setTimeout(() => resolve({ up: false, detail: 'no answer in time' }), PROBE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([probe.check(), late]);
  } catch {
    return { up: false, detail: 'the probe failed' };
  } finally {
    clearTimeout(timer);
  }
}
