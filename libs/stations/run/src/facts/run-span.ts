import type { RunReport } from '@anton/contracts';
import type { SpanAttributes, SpanStart } from '@anton/platform';
import type { RunContext } from '../context/run-context';

/** The span of the whole run, in the trace that its task carries. */
export function runSpan({ task, route, repository }: RunContext): SpanStart {
  return {
    name: 'run',
    parent: task.trace?.traceparent ?? '',
    attributes: {
      'anton.task_id': task.taskId,
      'anton.attempt': route.attempt,
      'anton.repository': repository.id,
      'anton.template': route.template,
    },
  };
}

/** How it ended, in numbers and words of closed lists. */
export function endOfSpan({ status, proof, review, cost }: RunReport): SpanAttributes {
  return {
    'anton.status': status,
    'anton.proof': proof.kind,
    'anton.review.verdict': review.verdict,
    'anton.review.rounds': review.rounds,
    'anton.cost_usd': cost.usd,
  };
}
