import type { Intake } from '@anton/webhooks';

/** What a sender is told (architecture 5.2). */
export type IntakeAnswer =
  | { readonly status: 'accepted'; readonly taskId: string }
  | { readonly status: 'accepted'; readonly signalId: string }
  | { readonly status: 'ignored'; readonly reason: string }
  | { readonly status: 'parked'; readonly reason: string };

/** The answer to a delivery, once what it asks for is durable. */
export function answerTo(intake: Intake): IntakeAnswer {
  if (intake.kind === 'task') return { status: 'accepted', taskId: intake.task.taskId };
  if (intake.kind === 'signal') return { status: 'accepted', signalId: intake.signal.signalId };
  return { status: intake.kind, reason: intake.reason };
}
