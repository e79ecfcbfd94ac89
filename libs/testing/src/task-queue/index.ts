export { taskQueueContract, type QueueSettings, type TaskQueueSubject } from './task-queue.contract';
