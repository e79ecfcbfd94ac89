import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type LoggerService, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { FolderCatalogModule } from '@anton/catalog';
import { ingesterFastifyOptions, IntakeLimits, IntakeModule } from '@anton/intake';
import { HealthModule, MetricsModule } from '@anton/platform';
import { SqliteQueueModule, TaskQueue, type SqliteQueueOptions } from '@anton/queue';
import { writeSampleCatalog } from '../samples/sample-catalog';

/** The secrets of an intake that is opened without any. */
export const INTAKE_SECRETS = {
  WEBHOOK_SECRET: 'the-one-that-signs',
  WEBHOOK_SECRET_PREVIOUS: 'the-one-that-signed',
  WEBHOOK_SECRET_DATADOG: 'the-one-in-clear',
} as const;

/** How an intake is opened. */
export interface IntakeWorldOptions {
  readonly secrets?: Readonly<Record<string, string | undefined>>;
  readonly readSecretsEveryMs?: number;
  readonly queue?: Omit<SqliteQueueOptions, 'file'>;
  /** How much is let in; the defaults where nothing is said. */
  readonly limits?: Partial<IntakeLimits>;
  /** Modules with further sources. */
  readonly extensions?: readonly Type[];
}

/** An intake that listens, on a real SQLite queue and a real catalog. */
export interface IntakeWorld {
  readonly port: number;
  readonly app: NestFastifyApplication;
  readonly queue: TaskQueue;
  readonly queueFile: string;
  /** What was logged, one text per line. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

function listLogger(lines: string[]): LoggerService {
  const write = (message: unknown): void => void lines.push(String(message));
  return { log: write, error: write, warn: write, debug: write, verbose: write, fatal: write };
}

/** Opens an intake on a free port of loopback. The caller closes it. */
export async function openIntakeWorld(options: IntakeWorldOptions = {}): Promise<IntakeWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'anton-intake-'));
  // Apart from the queue: the catalog's folder is watched, and every write of the queue would be a change of it.
  const catalogFolder = join(folder, 'catalog');
  await mkdir(catalogFolder);
  await writeSampleCatalog(catalogFolder);
  const { secrets = INTAKE_SECRETS, readSecretsEveryMs, extensions = [] } = options;
  const limits = new IntakeLimits(options.limits);
  const queueFile = join(folder, 'queue.db');
  const queue = SqliteQueueModule.forRoot({ ...options.queue, file: queueFile });
  const catalog = FolderCatalogModule.forRoot({ dir: catalogFolder });
  const intake = IntakeModule.forRoot({
    imports: [queue, catalog],
    secrets,
    limits,
    ...(readSecretsEveryMs === undefined ? {} : { readSecretsEveryMs }),
  });
  @Module({ imports: [HealthModule, MetricsModule, ...extensions, intake] })
  class IntakeWorldModule {}
  const log: string[] = [];
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const app = await NestFactory.create<NestFastifyApplication>(
      IntakeWorldModule,
      new FastifyAdapter(ingesterFastifyOptions(limits)),
      { logger: listLogger(log), abortOnError: false, bodyParser: false },
    );
    await app.listen(0, '127.0.0.1');
    const port = Number(new URL(await app.getUrl()).port);
    const close = async (): Promise<void> => {
      await app.close();
      await remove();
    };
    return { port, app, queue: app.get(TaskQueue, { strict: false }), queueFile, log, close };
  } catch (error) {
    await remove();
    throw error;
  }
}
