import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  loadExtensions,
  makeDataFolder,
  readEnvironment,
  runApplication,
  startTracing,
} from '@anton/platform';
import { assertDifferentModels, roleModels } from '@anton/models';
import { TaskQueueServer } from '@anton/queue';
import { orchestratorEnvironment } from './orchestrator.env';
import { OrchestratorModule } from './orchestrator.module';

/** Runs the orchestrator until it is told to stop: tasks over the queue, probes over HTTP. */
export function startOrchestrator(variables: Readonly<Record<string, string | undefined>>): Promise<void> {
  return runApplication('orchestrator', variables, async (makeLogger) => {
    const environment = readEnvironment(
      orchestratorEnvironment,
      variables,
      ({ ANTON_QUEUE, ANTON_EXECUTOR }) => [
        ...(ANTON_QUEUE === 'embedded' ? [] : ['BROKER_URI', 'DATABASE_URL']),
        ...(ANTON_EXECUTOR === 'kubernetes' ? ['ANTON_RUNNER_IMAGE'] : []),
      ],
    );
    assertDifferentModels(roleModels(environment), environment.ANTON_ALLOW_SAME_MODEL);
    makeDataFolder(environment);
    const extensions = await loadExtensions(environment.ANTON_EXTENSIONS, 'orchestrator');
    const endpoint = environment.OTEL_EXPORTER_OTLP_ENDPOINT;
    const tracing = await startTracing({ service: 'anton-orchestrator', endpoint });
    const app = await NestFactory.create<NestFastifyApplication>(
      OrchestratorModule.forRoot(environment, variables, extensions),
      new FastifyAdapter(),
      { logger: makeLogger(environment.LOG_LEVEL), abortOnError: false },
    );
    app.connectMicroservice({ strategy: app.get(TaskQueueServer) }, { inheritAppConfig: true });
    await app.startAllMicroservices();
    await app.listen(environment.HEALTH_PORT, environment.HOST);
    return {
      close: async () => {
        await app.close();
        await tracing.stop();
      },
    };
  });
}
