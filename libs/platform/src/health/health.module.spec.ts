import { Injectable, Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MetricsModule } from '../metrics/metrics.module';
import { HealthModule } from './health.module';
import { HealthProbe, HealthProbeProvider } from './health-probe.port';

let state: 'up' | 'down' | 'throws' = 'up';
let asked = 0;
let stopping = async (): Promise<void> => undefined;

@Injectable()
@HealthProbeProvider('door')
class DoorProbe extends HealthProbe {
  check(): Promise<{ up: boolean; detail?: string }> {
    asked += 1;
    if (state === 'throws') return Promise.reject(new Error('secret host 10.0.0.1'));
    return Promise.resolve(state === 'up' ? { up: true } : { up: false, detail: 'closed' });
  }
}

/** Looks at what is told after Terminus was told to stop and before the listener closes. */
@Injectable()
class LastLook implements BeforeApplicationShutdown {
  async beforeApplicationShutdown(): Promise<void> {
    await stopping();
  }
}

@Module({ imports: [HealthModule, MetricsModule], providers: [DoorProbe, LastLook] })
class AppModule {}

const log: string[] = [];
const SILENT = { log: () => undefined, error: () => undefined, warn: () => undefined };
let app: NestFastifyApplication | undefined;
afterEach(() => app?.close());

async function ask(path: string): Promise<{ status: number; body: string }> {
  const answer = await app?.inject({ method: 'GET', url: path });
  return { status: answer?.statusCode ?? 0, body: answer?.body ?? '' };
}

beforeEach(async () => {
  state = 'up';
  asked = 0;
  log.length = 0;
  stopping = async () => undefined;
  const testing = await Test.createTestingModule({ imports: [AppModule] })
    .setLogger({ ...SILENT, warn: (line: unknown) => void log.push(String(line)) })
    .compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  await app.init();
});

describe('HealthModule', () => {
  it('is ready while every probe is up, and asks it once for many', async () => {
    const answers = await Promise.all([ask('/health/ready'), ask('/health/ready'), ask('/health/ready')]);
    for (const { status, body } of [...answers, await ask('/health/ready')]) {
      expect(status).toBe(200);
      expect(JSON.parse(body)).toMatchObject({ status: 'ok', info: { door: { status: 'up' } } });
    }
    expect(asked).toBe(1);
  });

  it('is not ready while one is down, and stays alive without asking it', async () => {
    state = 'down';
    expect((await ask('/health/live')).status).toBe(200);
    expect(asked).toBe(0);
    expect((await ask('/health/ready')).status).toBe(503);
    expect((await ask('/health/live')).status).toBe(200);
    expect(asked).toBe(1);
  });

  it('counts a throwing probe as down, tells nothing of its error, and logs it once', async () => {
    state = 'throws';
    const { status, body } = await ask('/health/ready');
    expect(status).toBe(503);
    expect(body).not.toContain('10.0.0.1');
    await ask('/health/ready');
    expect(log).toEqual(['not ready: door: Error: secret host 10.0.0.1']);
  });

  it('is ready again soon after the probe is up again', async () => {
    state = 'down';
    expect((await ask('/health/ready')).status).toBe(503);
    state = 'up';
    await vi.waitFor(async () => expect((await ask('/health/ready')).status).toBe(200), { timeout: 2_000 });
  });

  it('is not ready while it shuts down, and still alive', async () => {
    expect((await ask('/health/ready')).status).toBe(200);
    let during: { status: number; body: string } | undefined;
    let alive = 0;
    stopping = async () => {
      during = await ask('/health/ready');
      alive = (await ask('/health/live')).status;
    };
    await app?.close();
    app = undefined;
    expect(during?.status).toBe(503);
    expect(JSON.parse(during?.body ?? '{}')).toEqual({ status: 'shutting_down' });
    expect(alive).toBe(200);
  });

  it('serves the metrics', async () => {
    const { status, body } = await ask('/metrics');
    expect(status).toBe(200);
    expect(body).toContain('process_cpu_seconds_total');
  });
});
