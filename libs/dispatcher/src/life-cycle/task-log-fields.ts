import type { AgentTask } from '@anton/contracts';
import { traceIdOf, type LogFields } from '@anton/platform';

/** What every log line that belongs to a task carries. */
export function taskLogFields(task: AgentTask): LogFields {
  const traceId = traceIdOf(task.trace?.traceparent);
  return { task_id: task.taskId, ...(traceId === undefined ? {} : { trace_id: traceId }) };
}
