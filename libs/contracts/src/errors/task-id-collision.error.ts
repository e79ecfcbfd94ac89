import { PermanentError } from './permanent.error';

/** Two different logical keys gave one taskId: an error, never a duplicate (architecture 5.1). */
export class TaskIdCollisionError extends PermanentError {
  constructor(taskId: string, storedKey: string, newKey: string) {
    super(`taskId ${taskId} belongs to "${storedKey}", not to "${newKey}"`, {
      code: 'task_id_collision',
      remedy: 'Report this to the maintainers with both keys; rename the external object to get it through.',
    });
  }
}
