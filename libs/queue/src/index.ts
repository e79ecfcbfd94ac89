export { missingQueues } from './adapters/rabbitmq/examine-broker';
export { RabbitQueueModule } from './adapters/rabbitmq/rabbit-queue.module';
export type { RabbitQueueOptions } from './adapters/rabbitmq/rabbit-queue.options';
export { openRabbitQueue, type RabbitTaskQueue } from './adapters/rabbitmq/rabbit-task-queue';
export { SqliteQueueModule } from './adapters/sqlite/sqlite-queue.module';
export type { SqliteQueueOptions } from './adapters/sqlite/sqlite-queue.options';
export { queueVariables, taskQueueModule, type QueueEnvironment } from './queue.environment';
export { AlreadyConsumingError, QueueUnavailableError } from './queue.errors';
export { laneOf, type Lane } from './lane';
export { RpcErrorFilter } from './server/rpc-error.filter';
export { TaskContext } from './server/task-context';
export { TaskQueueServer, type TaskQueueServerOptions } from './server/task-queue.server';
export { TaskQueueServerModule, type TaskQueueServerModuleOptions } from './server/task-queue-server.module';
export {
  DEFAULT_RETRY_STEPS_MS,
  TaskQueue,
  type ConsumeOptions,
  type DeadLetter,
  type Delivery,
  type DeliveryFailure,
  type DeliveryHandler,
  type DeliveryOutcome,
  type OutgoingMessage,
  type ParkedDelivery,
  type QueueConsumer,
  type QueueDepth,
  type ReviewDecision,
} from './task-queue.port';
