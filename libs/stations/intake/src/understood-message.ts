import type { OutgoingMessage } from '@anton/queue';
import type { Intake } from '@anton/webhooks';

/** What asks for something. */
export type UnderstoodIntake = Extract<Intake, { kind: 'task' | 'signal' }>;

/** The message for the orchestrator; its routing key decides the lane (architecture 5.3). */
export function messageOf(source: string, intake: UnderstoodIntake, traceparent: string): OutgoingMessage {
  if (intake.kind === 'task') {
    const { task } = intake;
    task.trace = { traceparent };
    const routingKey = `task.${source}.${task.priority}`.toLowerCase();
    return { id: task.taskId, routingKey, body: JSON.stringify(task), traceparent };
  }
  const { signal } = intake;
  signal.trace = { traceparent };
  const routingKey = `signal.${source}.${signal.kind}`;
  return { id: signal.signalId, routingKey, body: JSON.stringify(signal), traceparent };
}
