import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ingesterFastifyOptions, intakeLimits } from '@anton/intake';
import {
  listenForHealth,
  loadExtensions,
  makeDataFolder,
  readEnvironment,
  runApplication,
  startTracing,
} from '@anton/platform';
import { ingesterEnvironment } from './ingester.env';
import { IngesterModule } from './ingester.module';

/** Runs the ingester until it is told to stop. */
export function startIngester(variables: Readonly<Record<string, string | undefined>>): Promise<void> {
  return runApplication('ingester', variables, async (makeLogger) => {
    const environment = readEnvironment(ingesterEnvironment, variables, ({ ANTON_QUEUE }) =>
      ANTON_QUEUE === 'embedded' ? [] : ['BROKER_URI'],
    );
    makeDataFolder(environment);
    const extensions = await loadExtensions(environment.ANTON_EXTENSIONS, 'ingester');
    const limits = intakeLimits(environment);
    const logger = makeLogger(environment.LOG_LEVEL);
    const endpoint = environment.OTEL_EXPORTER_OTLP_ENDPOINT;
    const tracing = await startTracing({ service: 'anton-ingester', endpoint });
    const app = await NestFactory.create<NestFastifyApplication>(
      IngesterModule.forRoot(environment, variables, extensions, limits),
      new FastifyAdapter(ingesterFastifyOptions(limits)),
      { logger, abortOnError: false, bodyParser: false },
    );
    await app.listen(environment.PORT, environment.HOST);
    const { HEALTH_PORT: port, HOST: host } = environment;
    const fastify = app.getHttpAdapter().getInstance();
    const health =
      port === undefined
        ? undefined
        : await listenForHealth((request, response) => fastify.routing(request, response), port, host);
    logger.log(`listening on ${await app.getUrl()}/webhooks`, 'Ingester');
    return {
      // The probes are answered to the last: not ready, and alive.
      close: async () => {
        await app.close();
        await tracing.stop();
        health?.close();
        health?.closeAllConnections();
      },
    };
  });
}
