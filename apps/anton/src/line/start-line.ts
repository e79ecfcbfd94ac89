import type { Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ingesterFastifyOptions, intakeLimits } from '@anton/intake';
import {
  listenForHealth,
  loadExtensions,
  makeDataFolder,
  startTracing,
  type JsonLogger,
} from '@anton/platform';
import { assertDifferentModels, roleModels } from '@anton/models';
import { TaskQueueServer } from '@anton/queue';
import type { AntonEnvironment } from '../anton.env';
import type { Variables } from '../operator/variables';
import { LineModule } from './line.module';

/** The running line. */
export interface Line {
  readonly app: NestFastifyApplication;
  /** Where webhooks are received, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Stops taking deliveries and messages, waits for what is under way; runs go on by themselves. */
  close(): Promise<void>;
}

/**
 * Starts the whole line in this process.
 * @throws AntonError when the catalog, the secrets, an extension or the data folder cannot be used.
 */
export async function startLine(
  environment: AntonEnvironment,
  variables: Variables,
  logger: JsonLogger,
): Promise<Line> {
  assertDifferentModels(roleModels(environment), environment.ANTON_ALLOW_SAME_MODEL);
  makeDataFolder(environment);
  const extensions = {
    ingester: await loadExtensions(environment.ANTON_EXTENSIONS, 'ingester'),
    orchestrator: await loadExtensions(environment.ANTON_EXTENSIONS, 'orchestrator'),
  };
  const endpoint = environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  const tracing = await startTracing({ service: 'anton', endpoint });
  const app = await NestFactory.create<NestFastifyApplication>(
    LineModule.forRoot(environment, variables, extensions),
    new FastifyAdapter(ingesterFastifyOptions(intakeLimits(environment))),
    { logger, abortOnError: false, bodyParser: false },
  );
  app.connectMicroservice({ strategy: app.get(TaskQueueServer) }, { inheritAppConfig: true });
  await app.startAllMicroservices();
  await app.listen(environment.PORT, environment.HOST);
  const health = await healthPort(app, environment);
  return {
    app,
    url: await app.getUrl(),
    close: async () => {
      await app.close();
      health?.close();
      health?.closeAllConnections();
      await tracing.stop();
    },
  };
}

async function healthPort(
  app: NestFastifyApplication,
  environment: AntonEnvironment,
): Promise<Server | undefined> {
  const { HEALTH_PORT: port, HOST: host } = environment;
  if (port === undefined) return undefined;
  const fastify = app.getHttpAdapter().getInstance();
  return listenForHealth((request, response) => fastify.routing(request, response), port, host);
}
