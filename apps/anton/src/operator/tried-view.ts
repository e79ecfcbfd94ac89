import type { Intake } from '@anton/webhooks';
import type { TriedDelivery } from './try-delivery';

function headline(intake: Intake): string {
  switch (intake.kind) {
    case 'task': {
      const { taskId, priority, title, service, labels } = intake.task;
      return `task ${taskId}\n  ${priority} ${title}\n  service ${service ?? 'none'}, labels ${labels.join(', ') || 'none'}`;
    }
    case 'signal':
      return `signal ${intake.signal.signalId}\n  ${intake.signal.kind}: ${intake.signal.reason}`;
    case 'ignored':
    case 'parked':
      return `${intake.kind}: ${intake.reason}`;
  }
}

/** What became of a tried delivery, for people. */
export function triedView({ intake, missing }: TriedDelivery): string {
  return [headline(intake), ...missing.map((line) => `missing: ${line}`), ''].join('\n');
}
