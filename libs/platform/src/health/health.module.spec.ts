import { Injectable, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { MetricsModule } from '../metrics/metrics.module';
import { HealthModule } from './health.module';
import { HealthProbe, HealthProbeProvider } from './health-probe.port';

let state: 'up' | 'down' | 'throws' = 'up';

@Injectable()
@HealthProbeProvider('door')
class DoorProbe extends HealthProbe {
  check(): Promise<{ up: boolean; detail?: string }> {
    if (state === 'throws') return Promise.reject(new Error('secret host 10.0.0.1'));
    return Promise.resolve(state === 'up' ? { up: true } : { up: false, detail: 'closed' });
  }
}

@Module({ imports: [HealthModule, MetricsModule], providers: [DoorProbe] })
class AppModule {}

let app: NestFastifyApplication | undefined;
afterEach(() => app?.close());

async function get(path: string): Promise<{ status: number; body: string }> {
  const testing = await Test.createTestingModule({ imports: [AppModule] }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  await app.init();
  const answer = await app.inject({ method: 'GET', url: path });
  return { status: answer.statusCode, body: answer.body };
}

describe('HealthModule', () => {
  it('is ready while every probe is up', async () => {
    state = 'up';
    const { status, body } = await get('/health/ready');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ status: 'ok', info: { door: { status: 'up' } } });
  });

  it('is not ready while one is down, and stays alive', async () => {
    state = 'down';
    expect((await get('/health/ready')).status).toBe(503);
    expect((await get('/health/live')).status).toBe(200);
  });

  it('counts a throwing probe as down and tells nothing of its error', async () => {
    state = 'throws';
    const { status, body } = await get('/health/ready');
    expect(status).toBe(503);
    expect(body).not.toContain('10.0.0.1');
  });

  it('serves the metrics', async () => {
    const { status, body } = await get('/metrics');
    expect(status).toBe(200);
    expect(body).toContain('process_cpu_seconds_total');
  });
});
