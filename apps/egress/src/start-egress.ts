import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { readEnvironment, runApplication } from '@anton/platform';
import { egressEnvironment } from './egress.env';
import { EgressModule } from './egress.module';

/** Runs the proxy until it is told to stop: Squid on one port, what is asked about it on the next. */
export function startEgress(variables: Readonly<Record<string, string | undefined>>): Promise<void> {
  return runApplication('egress', variables, async (makeLogger) => {
    const environment = readEnvironment(egressEnvironment, variables);
    const logger = makeLogger(environment.LOG_LEVEL);
    const app = await NestFactory.create<NestFastifyApplication>(
      EgressModule.forRoot(environment, variables),
      new FastifyAdapter(),
      { logger, abortOnError: false },
    );
    await app.listen(environment.ANTON_EGRESS_PORT + 1, environment.HOST);
    return app;
  });
}
