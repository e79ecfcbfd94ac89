import { createHash } from 'node:crypto';
import { AgentTask } from '@anton/contracts';
import { isTracing, traceContextOf } from '@anton/platform';

/**
 * The span of a run, whose id follows from the run: it is handed to the runner when the run starts, and written when it
 * is settled, perhaps by another process. Undefined for a task that carries no trace.
 */
export function runSpan(
  { taskId, trace }: AgentTask,
  attempt: number,
): { readonly spanId: string; readonly traceparent: string } | undefined {
  const context = traceContextOf(trace?.traceparent);
  if (context === undefined) return undefined;
  const spanId = createHash('sha256').update(`${taskId} run ${attempt}`).digest('hex').slice(0, 16);
  return { spanId, traceparent: `00-${context.traceId}-${spanId}-01` };
}

/** The task as its run gets it: while traces are written, what the run does belongs to the span of the run. */
export function tracedTask(task: AgentTask, attempt: number): AgentTask {
  const span = isTracing() ? runSpan(task, attempt) : undefined;
  if (span === undefined) return task;
  return Object.assign(new AgentTask(), task, { trace: { traceparent: span.traceparent } });
}
