import { join } from 'node:path';
import type { DynamicModule } from '@nestjs/common';
import { z } from 'zod';
import { BadEnvironmentError } from '@anton/platform';
import { RabbitQueueModule } from './adapters/rabbitmq/rabbit-queue.module';
import { SqliteQueueModule } from './adapters/sqlite/sqlite-queue.module';
import { DEFAULT_RETRY_STEPS_MS } from './task-queue.port';

const DEFAULT_STEPS = DEFAULT_RETRY_STEPS_MS.map((step) => step / 1000).join(',');
const STEPS = /^\d+(?:\.\d+)?(?:,\d+(?:\.\d+)?)*$/;

/** The variables of the queue, for the schema of an app; `queue` is what the app uses when nothing is said. */
export const queueVariables = (queue: 'rabbitmq' | 'embedded') => ({
  BROKER_URI: z
    .url({ protocol: /^amqps?$/ })
    .optional()
    .describe('address of RabbitMQ, amqps://user:password@host/vhost; required unless ANTON_QUEUE=embedded'),
  ANTON_QUEUE: z
    .enum(['rabbitmq', 'embedded'])
    .default(queue)
    .describe('rabbitmq, or embedded: a durable queue in ANTON_DATA_DIR, one machine only'),
  ANTON_RETRY_STEPS: z
    .string()
    .regex(STEPS, 'must be seconds, comma-separated')
    .default(DEFAULT_STEPS)
    .describe('seconds between the attempts of a message; the one after the last step is the last'),
});

/** What {@link queueVariables} were read as. */
export interface QueueEnvironment {
  readonly BROKER_URI?: string | undefined;
  readonly ANTON_QUEUE: 'rabbitmq' | 'embedded';
  readonly ANTON_RETRY_STEPS: string;
  readonly ANTON_DATA_DIR: string;
}

/** The module that provides the queue. Nothing falls back: @throws BadEnvironmentError when RabbitMQ has no address. */
export function taskQueueModule(environment: QueueEnvironment): DynamicModule {
  const { BROKER_URI: uri, ANTON_DATA_DIR } = environment;
  const retryStepsMs = environment.ANTON_RETRY_STEPS.split(',').map((step) => Number(step) * 1000);
  if (environment.ANTON_QUEUE === 'embedded')
    return SqliteQueueModule.forRoot({ file: join(ANTON_DATA_DIR, 'queue.db'), retryStepsMs });
  if (uri !== undefined) return RabbitQueueModule.forRoot({ uri, retryStepsMs });
  const purpose = 'where RabbitMQ is; ANTON_QUEUE=embedded works without, on one machine only';
  throw new BadEnvironmentError([{ name: 'BROKER_URI', problem: 'missing', purpose }]);
}
