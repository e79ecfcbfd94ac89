import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller';
import { HealthProbeRegistry } from './health-probe.port';

/** `GET /health/live` and `GET /health/ready` over every {@link HealthProbe} of the application. */
@Module({
  imports: [DiscoveryModule, TerminusModule.forRoot({ logger: false, errorLogStyle: 'json' })],
  controllers: [HealthController],
  providers: [HealthProbeRegistry],
})
export class HealthModule {}
